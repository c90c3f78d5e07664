import { decodeReplicationList, type InstanceInfo, type ReplicationItem } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Peer, type PeerOptions } from './peer.js';

const payment = anInstance({ port: 8001 });

/** The peer is a bare HTTP server. */
describe('a peer', () => {
  let server: Server;
  let url: string;
  let peer: Peer;
  let logged: string[];
  let accepted: InstanceInfo[];
  /** Requests without the probes. */
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
    logged = [];
    accepted = [];
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
      nodeHeaders: () => ({ node: 'us', environment: 'test' }),
      clock: Date.now,
      logger: {
        log: (line: string) => logged.push(line),
        warn: (line: string) => logged.push(`warn ${line}`),
        debug: () => 0,
      },
    });
  const start = (listed: InstanceInfo | undefined = payment) =>
    peer.start({
      isCopying: () => false,
      peek: () => listed && { instance: listed, at: Date.now() },
      acceptPeerCopy: (instance) => accepted.push(instance),
      digest: () => '',
      appDigests: () => ({}),
      reconcile: () => ({ repaired: 0, wanted: [] }),
      mergeListed: () => false,
    });
  const heard = () => once(server, 'heard');
  const heartbeat = { action: 'Heartbeat', instance: payment } as const;

  it('receives mutations in one batch, in order', async () => {
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

  it('receives the full instance after a 404 to a heartbeat', async () => {
    respond = (response, items) => accept(response, items, items[0]?.action === 'Heartbeat' ? 404 : 200);
    start();
    peer.replicate(heartbeat);
    await heard();
    await heard();
    expect(requests[1]?.items).toMatchObject([
      { action: 'Register', instanceInfo: { instanceId: 'payment8001' } },
    ]);
  });

  it('returns a newer instance with a 409', async () => {
    const bare = { app: payment.app, hostName: 'new', ipAddr: '10.0.0.1', instanceId: 'payment8001' };
    respond = (response, items) => accept(response, items, 409, bare);
    start();
    peer.replicate(heartbeat);
    await heard();
    await eventually(() => accepted.length === 1);
    expect(accepted[0]).toMatchObject({ hostName: 'new' });
  });

  it('that is overloaded is retried after a pause, and logged as down once', async () => {
    respond = (response, items) =>
      requests.length === 1 ? void ((response.statusCode = 503), response.end()) : accept(response, items);
    start();
    peer.replicate(heartbeat);
    const before = Date.now();
    await heard();
    await heard();
    expect(Date.now() - before).toBeGreaterThan(900);
    await eventually(() => logged.length === 3);
    expect(logged).toEqual([
      `peer ${url} is up`,
      expect.stringContaining(`warn peer ${url} is down: retrying (it answered 503`),
      `peer ${url} is up`,
    ]);
  });

  it('that does not respond in time is retried', async () => {
    peer = aPeer(url, { peerNodeReadTimeoutMs: 50 });
    respond = (response, items) => void (requests.length > 1 && accept(response, items));
    start();
    peer.replicate(heartbeat);
    await heard();
    await heard();
    expect(requests[1]?.items).toMatchObject([{ action: 'Heartbeat' }]);
  });

  it('does not receive a rejected batch again', async () => {
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

  it('that refuses a batch because it belongs to another environment: is a stranger, not down', async () => {
    respond = (response) =>
      response.writeHead(403, { 'eureka-nest-node': 'b', 'eureka-nest-environment': 'prod' }).end();
    start();
    peer.replicate(heartbeat);
    await eventually(() => peer.state.is === 'stranger');
    expect(logged.slice(1)).toEqual([expect.stringContaining('belongs to environment prod')]);
  });

  it('that was removed: takes nothing that arrives afterwards', async () => {
    const bare = { app: payment.app, hostName: 'new', ipAddr: '10.0.0.1', instanceId: 'payment8001' };
    respond = (response, items) => {
      peer.abandon();
      accept(response, items, 409, bare);
    };
    start();
    peer.replicate(heartbeat);
    await heard();
    expect(await peer.fetchAll()).toBe('no-peer');
    expect([accepted, peer.state.is]).toEqual([[], 'in-step']);
  });

  it('is logged as down once and as up once, and misses nothing', async () => {
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
    expect(logged).toEqual([
      `peer ${url} is up`,
      expect.stringMatching(/^warn peer .* is down: retrying \(.+\)$/),
      `peer ${url} is up`,
    ]);
  });

  it('receives the queue at shutdown, without blocking it', async () => {
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

  it('that hangs gets nothing more after the limit of a shutdown, however much waits', async () => {
    respond = () => undefined; // for ever
    peer = aPeer(url, { maxElementsInPeerReplicationPool: 1_000, peerNodeReadTimeoutMs: 60_000 });
    start();
    for (let port = 1; port <= 600; port++)
      peer.replicate({ action: 'Cancel', instance: anInstance({ port }) });
    await heard();
    const before = Date.now();
    await peer.close(100);
    // Each further batch would wait for its own time limit.
    expect(Date.now() - before).toBeLessThan(10_000);
    await new Promise((resolve) => server.getConnections(resolve));
    expect([requests.length, requests[0]?.items.length]).toEqual([1, 250]);
  });

  it('that hangs in a comparison still receives the queue at shutdown', async () => {
    let compared = 0;
    const accepted: string[] = [];
    server.removeAllListeners('request');
    server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
      if (request.url?.includes('compare')) return void (compared += 1);
      const body = Buffer.concat((await request.toArray()) as Buffer[]).toString();
      const { length } = decodeReplicationList(JSON.parse(body), 0);
      accepted.push(...Array<string>(length).fill('item'));
      response.setHeader('eureka-nest-node', 'b');
      response.end(JSON.stringify({ responseList: Array(length).fill({ statusCode: 200 }) }));
    });
    peer = aPeer(url, { peerNodeReadTimeoutMs: 60_000, peerProbeIntervalMs: 60_000 });
    start();
    await eventually(() => compared === 1 && peer.state.is === 'in-step');
    peer.replicate({ action: 'Cancel', instance: payment });
    await peer.close(4_000);
    expect(accepted).toEqual(['item']);
  });

  it('that rejects the last batch as too large receives it in parts', async () => {
    respond = (response, items) =>
      items.length > 1 ? void response.writeHead(413).end() : accept(response, items);
    start();
    for (const port of [1, 2]) peer.replicate({ action: 'Cancel', instance: anInstance({ port }) });
    await peer.close(4_000);
    expect(requests.map(({ items }) => items.length)).toEqual([2, 1, 1]);
  });

  it('has a limited queue', async () => {
    for (let port = 1; port <= 5; port++)
      peer.replicate({ action: 'Cancel', instance: anInstance({ port }) });
    start();
    await heard();
    expect(requests[0]?.items.map(({ id }) => id)).toEqual(['payment3', 'payment4', 'payment5']);
  });

  it('is sent the login of its URL', async () => {
    peer = aPeer(url.replace('//', '//us:pw@'));
    start();
    peer.replicate(heartbeat);
    await heard();
    expect(requests[0]?.request.headers.authorization).toBe(
      `Basic ${Buffer.from('us:pw').toString('base64')}`,
    );
  });

  it('returns its whole registry, or nothing if the response is invalid', async () => {
    respond = (response) =>
      response.end('{"applications":{"versions__delta":"1","apps__hashcode":"","application":[]}}');
    expect(await peer.fetchAll()).toEqual({
      instances: [],
      isSyncing: false,
      aheadMs: expect.any(Number),
      isPeerStill: expect.any(Function),
    });
    expect(requests[0]?.request.url).toBe('/eureka/apps/');
    respond = (response) => response.end('<html>');
    expect(await peer.fetchAll()).toBeUndefined();
    expect(logged.at(-1)).toContain('it answered something else than a registry: is it a Eureka server');
    respond = (response) => void ((response.statusCode = 404), response.end());
    expect(await peer.fetchAll()).toBeUndefined();
    expect(logged).toHaveLength(2);
  });
});

async function eventually(look: () => boolean): Promise<void> {
  for (let turns = 0; turns < 10_000 && !look(); turns++) await new Promise(setImmediate);
  expect(look()).toBe(true);
}
