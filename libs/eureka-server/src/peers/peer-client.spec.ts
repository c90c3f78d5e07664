import { anInstance } from '@eureka-nest/protocol/testing';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PeerAnswerError, PeerTimeoutError } from './errors.js';
import { peerFailure, PeerClient, peerFailureReason } from './peer-client.js';
import type { BatchRequest, PeerFailure } from './peer-request.js';

const instance = anInstance();
const item = { appName: instance.app, id: 'payment8001', action: 'Cancel' } as const;
const batch: BatchRequest = { kind: 'batch', items: [item], tasks: [] };

describe('a batch', () => {
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

  it('succeeds if it is answered item by item, whatever the item statuses', async () => {
    answers(200, '{"responseList":[{"statusCode":400}]}');
    expect(await client.send(batch)).toEqual({
      response: [{ statusCode: 400 }],
      headers: { isSyncing: false },
    });
  });

  it.each<[status: number, failure: PeerFailure]>([
    [503, 'congestion'],
    [413, 'too-large'],
    [406, 'permanent'],
    [400, 'permanent'],
    [500, 'permanent'],
    [301, 'permanent'],
  ])('that gets a %i is a %s failure', async (status, failure) => {
    answers(status);
    expect(await client.send(batch)).toMatchObject({
      failure,
      reason: expect.stringContaining(`it answered ${status}`),
    });
  });

  it('without a response in time is a congestion failure', async () => {
    respond = () => undefined;
    expect(await client.send(batch)).toEqual({ failure: 'congestion', reason: 'no answer within 300 ms' });
  });

  it('whose connection breaks is a transient failure', async () => {
    respond = ({ socket }) => socket?.resetAndDestroy();
    expect(await client.send(batch)).toEqual({ failure: 'transient', reason: 'ECONNRESET' });
  });

  it('whose response is too large is a permanent failure, and is not read to the end', async () => {
    answers(200, ' '.repeat(100_000));
    expect(await client.send(batch)).toMatchObject({
      failure: 'permanent',
      reason: expect.stringContaining('more than 1000 bytes'),
    });
  });

  it.each(['{"responseList":[]}', '{"responseList":[{"statusCode":200},{"statusCode":200}]}'])(
    'with a wrong number of answers is a permanent failure: %s',
    async (body) => {
      answers(200, body);
      expect(await client.send(batch)).toMatchObject({ failure: 'permanent' });
    },
  );

  it('reuses the connection, or opens a new one if that was just closed', async () => {
    answers(200);
    await client.send(batch);
    await client.send(batch);
    expect(connections).toBe(1);
    respond = ({ socket }) => {
      answers(200);
      socket?.destroy();
    };
    expect(await client.send(batch)).toMatchObject({ response: [{ statusCode: 200 }] });
    expect(connections).toBe(2);
  });
});

describe('the reason of a failed request', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED ::1:1'), { code: 'ECONNREFUSED' });
  it.each<[error: unknown, failure: PeerFailure, reason: string]>([
    [refused, 'transient', 'ECONNREFUSED'],
    [Object.assign(new AggregateError([refused]), { code: undefined }), 'transient', 'ECONNREFUSED'],
    [new Error('its answer ended early'), 'transient', 'its answer ended early'],
    [new PeerTimeoutError('connection', 200), 'congestion', 'no connection within 200 ms'],
    [
      new PeerAnswerError('x', 503),
      'congestion',
      'it answered 503: is it a Eureka server, and is its base URL right?',
    ],
    [
      new PeerAnswerError('x', 401),
      'permanent',
      'it answered 401: its URL needs its login (http://USER:PASSWORD@host/eureka/), or has a wrong one',
    ],
    [new PeerAnswerError('x', 403), 'permanent', expect.stringContaining('it answered 403: does its access')],
    [new PeerAnswerError('x', 404), 'permanent', expect.stringContaining('is its base URL right?')],
    [new PeerAnswerError('x', 429), 'congestion', expect.stringContaining('limits requests')],
    [new PeerAnswerError('x', 407), 'permanent', expect.stringContaining('a proxy')],
  ])('%p', (error, failure, reason) => {
    expect([peerFailure(error), peerFailureReason(error)]).toEqual([failure, reason]);
  });
});
