import { anInstance } from '@eureka-nest/protocol/testing';
import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OddPeer } from './odd-peer.js';
import { PeerLog } from './peer-log.js';

jest.setTimeout(60_000);

const pem = (name: string) => readFileSync(join(__dirname, '../../../runtime/fixtures/tls', name));
const limits = {
  peerNodeConnectTimeoutMs: 1_000,
  peerNodeReadTimeoutMs: 1_000,
  peerProbeIntervalMs: 100,
  maxBatchingDelayMs: 10,
};
const payment = anInstance();

/** Addresses at which no peer of ours is; one of the others is a good peer each time. */
describe('a server whose peer', () => {
  const log = new PeerLog();
  const open: { close(): unknown }[] = [];
  const good = new OddPeer();
  const stranger = new OddPeer(undefined, { environment: 'prod' });
  let us: OddPeer;

  beforeAll(async () => {
    Logger.overrideLogger(log);
    await Promise.all([good.open(), stranger.open()]);
  });
  afterEach(() => us.close());
  afterAll(async () => {
    await Promise.all([good.close(), stranger.close()]);
    open.forEach((server) => server.close());
    Logger.overrideLogger(['error', 'warn', 'log']);
  });

  async function portOf(server: Server): Promise<number> {
    server.on('connection', (socket) => socket.on('error', () => undefined));
    server.on('tlsClientError', () => undefined);
    open.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  }

  async function closedPort(): Promise<number> {
    const server = createServer();
    const port = await portOf(server);
    await once(server.close(), 'close');
    return port;
  }

  async function start(url: string): Promise<void> {
    us = new OddPeer(undefined, { ...limits, peers: [url, good.url] });
    await us.open();
    us.server.start();
    us.server.service.register(payment, 'client');
    await log.complainedOf(url);
    await good.holds(1);
  }

  it.each<[what: string, url: () => Promise<string>, says: RegExp]>([
    [
      'is at a port where nobody listens',
      async () => `http://127.0.0.1:${await closedPort()}/eureka/`,
      /ECONNREFUSED/,
    ],
    [
      'is spoken to in plain, and wants TLS',
      async () =>
        `http://127.0.0.1:${await portOf(createTlsServer({ cert: pem('server.pem'), key: pem('server.key') }))}/eureka/`,
      /ECONNRESET|HPE_/,
    ],
    [
      'is spoken to in TLS, and is plain',
      async () => good.url.replace('http:', 'https:'),
      /EPROTO|ECONNRESET|SSL/,
    ],
    [
      'shows a certificate that nobody signed whom we believe',
      async () =>
        `https://127.0.0.1:${await portOf(createTlsServer({ cert: pem('stranger.pem'), key: pem('stranger.key') }))}/eureka/`,
      /DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY/,
    ],
    ['has a name that nobody knows', async () => 'http://nobody.invalid:1/eureka/', /ENOTFOUND|EAI_AGAIN/],
    ['is below another path', async () => `${good.url}eureka/`, /it answered 40\d/],
    [
      'is of another environment',
      async () => stranger.url,
      /is of the environment prod, this server of test: left out/,
    ],
  ])('%s says so once, and tells the other one', async (_what, url, says) => {
    const where = await url();
    await start(where);
    // Meanwhile it was asked again and again.
    await good.isAsked(5);
    expect(log.complaintsOf(where)).toEqual([expect.stringMatching(says)]);
    expect(good.server.registry.reads.peek(payment.app, 'payment8001')).toBeDefined();
    expect(log.faults).toEqual([]);
  });

  it('is of another environment takes nothing from it, and tells it nothing', async () => {
    stranger.server.service.register(anInstance({ app: 'THEIRS' }), 'client');
    log.lines.length = 0;
    await start(stranger.url);
    await stranger.isAsked(3);
    expect(us.server.registry.reads.application('THEIRS')).toBeUndefined();
    expect(stranger.server.registry.reads.application(payment.app)).toBeUndefined();
  });
});
