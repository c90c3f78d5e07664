import { anInstance } from '@eureka-nest/protocol/testing';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PeerAnswerError, PeerTimeoutError } from './errors.js';
import { failureOf, PeerClient, reasonOf } from './peer-client.js';
import type { BatchRequest, Failure } from './peer-request.js';

const instance = anInstance();
const item = { appName: instance.app, id: 'payment8001', action: 'Cancel' } as const;
const batch: BatchRequest = { kind: 'batch', items: [item], tasks: [] };

describe('what becomes of a batch', () => {
  let server: Server;
  let client: PeerClient;
  let respond: (response: ServerResponse) => unknown;
  let connections: number;

  beforeEach(async () => {
    connections = 0;
    server = createServer((request, response) => request.resume().on('end', () => void respond(response)));
    server.on('connection', () => (connections += 1));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const limits = { peerNodeConnectTimeoutMs: 2_000, peerNodeReadTimeoutMs: 300, maxPeerAnswerBytes: 1_000 };
    client = new PeerClient(`http://127.0.0.1:${port}/eureka/`, limits, () => ({}), Date.now);
  });
  afterEach(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });
  const answers = (status: number, body = '{"responseList":[{"statusCode":200}]}') => {
    respond = (response) => response.writeHead(status).end(body);
  };

  it('that is answered item by item is a success, whatever the items are answered', async () => {
    answers(200, '{"responseList":[{"statusCode":400}]}');
    expect(await client.send(batch)).toEqual({ answer: [{ statusCode: 400 }], from: { isSyncing: false } });
  });

  it.each<[status: number, failure: Failure]>([
    [503, 'congestion'],
    [413, 'too-large'],
    [406, 'permanent'],
    [400, 'permanent'],
    [500, 'permanent'],
    [301, 'permanent'],
  ])('that is answered %i is a %s failure', async (status, failure) => {
    answers(status);
    expect(await client.send(batch)).toMatchObject({
      failure,
      reason: expect.stringContaining(`it answered ${status}`),
    });
  });

  it('that is not answered in time is congestion', async () => {
    respond = () => undefined;
    expect(await client.send(batch)).toEqual({ failure: 'congestion', reason: 'no answer within 300 ms' });
  });

  it('whose connection breaks is transient', async () => {
    respond = ({ socket }) => socket?.resetAndDestroy();
    expect(await client.send(batch)).toEqual({ failure: 'transient', reason: 'ECONNRESET' });
  });

  it('whose answer is too large is permanent, and never read to its end', async () => {
    answers(200, ' '.repeat(100_000));
    expect(await client.send(batch)).toMatchObject({
      failure: 'permanent',
      reason: expect.stringContaining('more than 1000 bytes'),
    });
  });

  it.each(['{"responseList":[]}', '{"responseList":[{"statusCode":200},{"statusCode":200}]}'])(
    'that is answered by another number of answers is permanent: %s',
    async (body) => {
      answers(200, body);
      expect(await client.send(batch)).toMatchObject({ failure: 'permanent' });
    },
  );

  it('goes over the connection of the one before, and over a new one where that was just closed', async () => {
    answers(200);
    await client.send(batch);
    await client.send(batch);
    expect(connections).toBe(1);
    respond = ({ socket }) => {
      answers(200);
      socket?.destroy();
    };
    expect(await client.send(batch)).toMatchObject({ answer: [{ statusCode: 200 }] });
    expect(connections).toBe(2);
  });
});

describe('why a request came to nothing', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' });
  it.each<[error: unknown, failure: Failure, reason: string]>([
    [refused, 'transient', 'ECONNREFUSED'],
    [Object.assign(new AggregateError([refused]), { code: undefined }), 'transient', 'ECONNREFUSED'],
    [new Error('its answer ended early'), 'transient', 'its answer ended early'],
    [new PeerTimeoutError('connection', 200), 'congestion', 'no connection within 200 ms'],
    [
      new PeerAnswerError('x', 503),
      'congestion',
      'it answered 503: is it a Eureka server, and is its base URL right?',
    ],
  ])('%p', (error, failure, reason) => {
    expect([failureOf(error), reasonOf(error)]).toEqual([failure, reason]);
  });
});
