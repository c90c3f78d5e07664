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

/** Peer lists with one unusable URL and one good peer. */
describe('a server whose peer', () => {
  const log = new PeerLog();
  const open: { close(): unknown }[] = [];
  const good = new OddPeer();
  const foreign = new OddPeer(undefined, { environment: 'prod' });
  let us: OddPeer;

  beforeAll(async () => {
    Logger.overrideLogger(log);
    await Promise.all([good.open(), foreign.open()]);
  });
  afterEach(() => us.close());
  afterAll(async () => {
    await Promise.all([good.close(), foreign.close()]);
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
    await log.complaintAbout(url);
    await good.holds(1);
  }

  it.each<[what: string, url: () => Promise<string>, says: RegExp]>([
    ['has a closed port', async () => `http://127.0.0.1:${await closedPort()}/eureka/`, /ECONNREFUSED/],
    [
      'expects TLS at an http URL',
      async () =>
        `http://127.0.0.1:${await portOf(createTlsServer({ cert: pem('server.pem'), key: pem('server.key') }))}/eureka/`,
      /ECONNRESET|HPE_/,
    ],
    [
      'expects plain HTTP at an https URL',
      async () => good.url.replace('http:', 'https:'),
      /EPROTO|ECONNRESET|SSL/,
    ],
    [
      'has an untrusted certificate',
      async () =>
        `https://127.0.0.1:${await portOf(createTlsServer({ cert: pem('stranger.pem'), key: pem('stranger.key') }))}/eureka/`,
      /DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY/,
    ],
    ['has an unknown host name', async () => 'http://unknown.invalid:1/eureka/', /ENOTFOUND|EAI_AGAIN/],
    ['has another path', async () => `${good.url}eureka/`, /it answered 40\d/],
    [
      'belongs to another environment',
      async () => foreign.url,
      /belongs to environment prod, this server to test: skipped/,
    ],
  ])('%s: logs that once, and replicates to the other one', async (_what, url, says) => {
    const where = await url();
    await start(where);
    // Enough time for many retries.
    await good.requested(5);
    expect(log.complaintsAbout(where)).toEqual([expect.stringMatching(says)]);
    expect(good.server.registry.reads.peek(payment.app, 'payment8001')).toBeDefined();
    expect(log.faults).toEqual([]);
  });

  it('belongs to another environment: copies nothing from it, and replicates nothing to it', async () => {
    foreign.server.service.register(anInstance({ app: 'THEIRS' }), 'client');
    log.lines.length = 0;
    await start(foreign.url);
    await foreign.requested(3);
    expect(us.server.registry.reads.application('THEIRS')).toBeUndefined();
    expect(foreign.server.registry.reads.application(payment.app)).toBeUndefined();
  });
});
