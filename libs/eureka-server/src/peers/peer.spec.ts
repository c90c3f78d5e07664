import { decodeReplicationList, type InstanceInfo, type ReplicationItem } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Peer, type PeerOptions } from './peer.js';

const payment = anInstance({ port: 8001 });

/** Another server, of which only the wire is there. */
describe('a peer', () => {
  let server: Server;
  let url: string;
  let peer: Peer;
  let told: string[];
  let adopted: InstanceInfo[];
  /** Those that are more than a question whether it is there. */
  const requests: { readonly request: IncomingMessage; readonly items: readonly ReplicationItem[] }[] = [];
  let respond: (response: ServerResponse, items: readonly ReplicationItem[]) => void;

  const accept = (
    response: ServerResponse,
    items: readonly ReplicationItem[],
    statusCode = 200,
    responseEntity?: object,
  ) => response.end(JSON.stringify({ responseList: items.map(() => ({ statusCode, responseEntity })) }));

  beforeEach(async () => {
    requests.length = 0;
    told = [];
    adopted = [];
    respond = (response, items) => accept(response, items);
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const items = parts.length
          ? decodeReplicationList(JSON.parse(Buffer.concat(parts).toString()), 0)
          : [];
        if (items.length === 0 && request.method === 'POST') return accept(response, items);
        requests.push({ request, items });
        respond(response, items);
        return server.emit('heard');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/eureka/`;
    peer = aPeer(url);
  });
  afterEach(async () => {
    await peer.close(50);
    server.closeAllConnections();
    server.close();
  });

  const aPeer = (at: string, limits: Partial<PeerOptions> = {}) =>
    new Peer(at, {
      options: {
        peerNodeConnectTimeoutMs: 2_000,
        peerNodeReadTimeoutMs: 2_000,
        maxPeerAnswerBytes: 100_000,
        maxBatchingDelayMs: 5,
        maxChangeDelayMs: 5,
        maxElementsInPeerReplicationPool: 3,
        maxTimeForReplicationMs: 30_000,
        syncWhenTimestampDiffers: true,
        peerProbeIntervalMs: 50,
        peerComparisonIntervalMs: 3_000,
        ...limits,
      },
      facts: () => ({ node: 'us', environment: 'test' }),
      clock: Date.now,
      logger: {
        log: (line: string) => told.push(line),
        warn: (line: string) => told.push(`warn ${line}`),
        debug: () => 0,
      },
    });
  const start = (known: InstanceInfo | undefined = payment) =>
    peer.start({
      peek: () => known && { instance: known, at: Date.now() },
      adopt: (instance) => adopted.push(instance),
      digest: () => '',
      appDigests: () => ({}),
      compare: () => ({ repaired: 0, wanted: [] }),
      take: () => false,
    });
  const heard = () => once(server, 'heard');
  const heartbeat = { action: 'Heartbeat', instance: payment } as const;

  it('is told changes together, in their order, by a server', async () => {
    start();
    peer.replicate({ action: 'Register', instance: payment });
    peer.replicate(heartbeat);
    peer.replicate({ action: 'Cancel', instance: anInstance({ port: 8002 }) });
    await heard();
    expect(requests).toHaveLength(1);
    const [first] = requests;
    expect(first?.items.map(({ action }) => action)).toEqual(['Register', 'Heartbeat', 'Cancel']);
    expect([first?.request.method, first?.request.url]).toEqual(['POST', '/eureka/peerreplication/batch/']);
    expect(first?.request.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
      'discoveryidentity-name': 'DefaultServer',
    });
    expect(first?.request.headers).not.toHaveProperty('x-netflix-discovery-replication');
  });

  it('gets the whole instance where it did not know a heartbeat', async () => {
    respond = (response, items) => accept(response, items, items[0]?.action === 'Heartbeat' ? 404 : 200);
    start();
    peer.replicate(heartbeat);
    await heard();
    await heard();
    expect(requests[1]?.items).toMatchObject([
      { action: 'Register', instanceInfo: { instanceId: 'payment8001' } },
    ]);
  });

  it('gives us what it knows better', async () => {
    const bare = { app: payment.app, hostName: 'new', ipAddr: '10.0.0.1', instanceId: 'payment8001' };
    respond = (response, items) => accept(response, items, 409, bare);
    start();
    peer.replicate(heartbeat);
    await heard();
    await eventually(() => adopted.length === 1);
    expect(adopted[0]).toMatchObject({ hostName: 'new' });
  });

  it('that is overloaded is asked again, not at once, and not told as away twice', async () => {
    respond = (response, items) =>
      requests.length === 1 ? void ((response.statusCode = 503), response.end()) : accept(response, items);
    start();
    peer.replicate(heartbeat);
    const before = Date.now();
    await heard();
    await heard();
    expect(Date.now() - before).toBeGreaterThan(900);
    await eventually(() => told.length === 3);
    expect(told).toEqual([
      `peer ${url} is up`,
      expect.stringContaining(`warn peer ${url} went away: retrying (it answered 503`),
      `peer ${url} is up`,
    ]);
  });

  it('that does not answer in time is asked again', async () => {
    peer = aPeer(url, { peerNodeReadTimeoutMs: 50 });
    respond = (response, items) => void (requests.length > 1 && accept(response, items));
    start();
    peer.replicate(heartbeat);
    await heard();
    await heard();
    expect(requests[1]?.items).toMatchObject([{ action: 'Heartbeat' }]);
  });

  it('is not told again what it refused as a whole', async () => {
    respond = (response) => void ((response.statusCode = 400), response.end());
    start();
    peer.replicate({ action: 'Cancel', instance: payment });
    await heard();
    await eventually(() => peer.state.is === 'unreachable');
    respond = (response, items) => accept(response, items);
    peer.replicate(heartbeat);
    await heard();
    expect(requests[1]?.items.map(({ action }) => action)).toEqual(['Heartbeat']);
  });

  it('is told as lost once and as back once, however often it was tried, and misses nothing', async () => {
    start();
    peer.replicate(heartbeat);
    await heard();
    await eventually(() => peer.state.is === 'in-step');
    const { port } = server.address() as AddressInfo;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    peer.replicate({ action: 'Cancel', instance: payment });
    await eventually(() => peer.state.is === 'unreachable');
    server.listen(port, '127.0.0.1');
    await heard();
    await eventually(() => peer.state.is === 'in-step');
    expect(requests.at(-1)?.items).toMatchObject([{ action: 'Cancel' }]);
    expect(told).toEqual([
      `peer ${url} is up`,
      expect.stringMatching(/^warn peer .* went away: retrying \(.+\)$/),
      `peer ${url} is up`,
    ]);
  });

  it('is told at the end what still waits, and holds nobody up', async () => {
    start();
    peer.replicate({ action: 'Cancel', instance: payment });
    await peer.close(4000);
    expect(requests[0]?.items).toMatchObject([{ action: 'Cancel' }]);

    respond = () => undefined; // for ever
    peer = aPeer(url, { peerNodeReadTimeoutMs: 60_000 });
    start();
    peer.replicate({ action: 'Cancel', instance: payment });
    const before = Date.now();
    await peer.close(100);
    expect(Date.now() - before).toBeLessThan(3000);
  });

  it('has only so many changes waiting for it', async () => {
    for (let port = 1; port <= 5; port++)
      peer.replicate({ action: 'Cancel', instance: anInstance({ port }) });
    start();
    await heard();
    expect(requests[0]?.items.map(({ id }) => id)).toEqual(['payment3', 'payment4', 'payment5']);
  });

  it('takes user and password from its URL', async () => {
    peer = aPeer(url.replace('//', '//us:pw@'));
    start();
    peer.replicate(heartbeat);
    await heard();
    expect(requests[0]?.request.headers.authorization).toBe(
      `Basic ${Buffer.from('us:pw').toString('base64')}`,
    );
  });

  it('shows all that it knows, or nothing where it does not answer as a registry does', async () => {
    respond = (response) =>
      response.end('{"applications":{"versions__delta":"1","apps__hashcode":"","application":[]}}');
    expect(await peer.fetchAll()).toEqual({ instances: [], isSyncing: false, aheadMs: expect.any(Number) });
    expect(requests[0]?.request.url).toBe('/eureka/apps/');
    respond = (response) => response.end('<html>');
    expect(await peer.fetchAll()).toBeUndefined();
    expect(told.at(-1)).toContain('it answered something else than a registry: is it a Eureka server');
    respond = (response) => void ((response.statusCode = 404), response.end());
    expect(await peer.fetchAll()).toBeUndefined();
    expect(told).toHaveLength(2);
  });
});

async function eventually(look: () => boolean): Promise<void> {
  for (let turns = 0; turns < 10_000 && !look(); turns++) await new Promise(setImmediate);
  expect(look()).toBe(true);
}
