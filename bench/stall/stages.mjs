import { setTimeout as pause } from 'node:timers/promises';
import { ReaderPool } from '../feed/reader-pool.mjs';
import { askOnce } from '../registry/connection.mjs';
import { Heartbeats } from './heartbeats.mjs';
import { OtherClient } from './other-client.mjs';

const gzip = { gzip: true };
const forms = [
  ['JSON', { ...gzip, format: 'json' }],
  ['XML', { ...gzip, format: 'xml' }],
  ['JSON compact', { ...gzip, format: 'json', isCompact: true }],
  ['XML compact', { ...gzip, format: 'xml', isCompact: true }],
];
const quietMs = 3_000;
const restMs = 1_500;
const changesBetweenReads = 20;
const bigApp = 'BENCH-ONE';
const bigAppSize = 10_000;
const evictedShare = 0.15;
/** Twice the lease, as in Java, then at most one interval of the sweep. */
const evictionMs = 6_000;
const shortLeaseSecs = 1;

/** Settings that let the eviction of this bench happen within seconds. */
export const env = {
  EUREKA_SERVER_ENABLE_SELF_PRESERVATION: 'false',
  EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS: '1000',
};

/**
 * One server from empty to its end: heartbeats beside each kind of work.
 *
 * @param add takes what ran beside, the waiting times, and how long it took
 */
export async function measureStalls({ servers, size, readers, add, log }) {
  const server = await servers.start('ours', { env });
  const { port } = server;
  const other = new OtherClient(port);
  const heartbeats = new Heartbeats(port);
  const beside = async (what, work) => {
    const { waits, tookMs } = await heartbeats.beside(work);
    add(what, waits, tookMs);
    await pause(restMs / 5);
  };
  try {
    await other.register(0, 200);
    await heartbeats.open();
    // The first heartbeats of a process wait for the compiler, whatever else it does.
    await heartbeats.beside(() => pause(quietMs));
    await beside('nothing (noise of the harness)', () => pause(quietMs));
    await beside('a mass registration', () => other.register(200, size));
    log(`${size}: registered`);
    await pause(restMs);

    for (const path of ['apps/delta', 'apps/'])
      for (const [name, form] of forms)
        await beside(`first read of ${path}, ${name}`, () => other.read(path, form));
    for (const [name, form] of forms.slice(0, 2)) {
      await beside(`read of apps/, ${name}, not compressed`, () =>
        other.read('apps/', { ...form, gzip: false }),
      );
      await beside(`reads of apps/ and apps/delta, ${name}, each after a change`, async () => {
        for (let change = 0; change < changesBetweenReads; change++) {
          await other.register((change * 7919) % size, ((change * 7919) % size) + 1);
          await other.read('apps/', form);
          await other.read('apps/delta', form);
        }
      });
    }
    const memoryMib = server.memory.now;
    await beside('the classic page', () => other.page());
    log(`${size}: read`);

    await other.register(size, size + bigAppSize, { app: bigApp });
    await pause(restMs);
    for (const path of [`apps/${bigApp}`, `vips/${bigApp.toLowerCase()}`])
      await beside(`first read of ${path} with ${bigAppSize} instances, JSON`, () =>
        other.read(path, forms[0][1]),
      );

    await beside('a first copy given to a peer', async () => {
      const zone = `http://127.0.0.1:${port}/eureka/`;
      const peer = await servers.start('ours', {
        pinned: false,
        env: { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: zone, EUREKA_SERVER_WAIT_FOR_PEERS_MS: '60000' },
      });
      await synced(peer.port);
      await servers.stop(peer);
    });
    log(`${size}: copied`);

    if (readers > 0) {
      const pool = new ReaderPool();
      await pool.open(port, readers, { processes: 2 });
      await pause(restMs);
      await beside(`${readers} feed readers, ten changes a second`, async () => {
        for (let change = 0; change < 20; change++) {
          await other.register(change * 10, change * 10 + 1);
          await pause(100);
        }
      });
      await pool.close();
      log(`${size}: followed`);
    }

    const evicted = Math.floor(size * evictedShare);
    await other.register(0, evicted, { app: 'BENCH-LEAVING', leaseSecs: shortLeaseSecs });
    await beside(`an eviction sweep of ${100 * evictedShare} %`, () => pause(evictionMs));
    return { memoryMib };
  } finally {
    heartbeats.close();
    await other.close();
    await servers.stop(server);
  }
}

/** Resolves once a server reports ready, which it does after its first copy. */
async function synced(port) {
  const request = Buffer.from(`GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  while ((await askOnce(port, request)).status !== 200) await pause(50);
}
