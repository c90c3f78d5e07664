import { crowd } from '../../harness/crowd.js';
import { eventually } from '../../harness/eventually.js';
import { freePorts } from '../../harness/free-ports.js';
import { get } from '../../harness/http.js';
import { unexcused, type Outage } from './complaints.js';
import { startJavaPeer, type JavaPeer } from './java-peer.js';
import type { Train } from './java-settings.js';
import { instancesAt, listedAtAll, renewedAt } from './listing.js';
import { reachedBy, rotatesOver } from './reached.js';
import { zoneOf, type Registries } from './registries.js';

/** The life of two Java providers and a Java consumer, from the first registration to the last, told in order. */
export function itServesJavaClients(train: Train, count: 1 | 2, prepare: () => Promise<Registries>): void {
  let registries: Registries;
  let first: JavaPeer;
  let second: JavaPeer;
  let consumer: JavaPeer;
  const outages: Outage[] = [];

  const all = () => [first, second, consumer];
  const ids = (...peers: readonly JavaPeer[]) => peers.map((each) => each.instanceId);

  /** Down on purpose while `meanwhile` goes on; until all is well again, complaints about it are excused. */
  async function outage(indexes: readonly number[], meanwhile: () => Promise<void> = async () => {}) {
    const from = Date.now();
    await Promise.all(indexes.map((each) => registries.kill(each)));
    await meanwhile();
    await Promise.all(indexes.map((each) => registries.startAgain(each)));
    await listedAtAll(registries.bases, ids(...all()));
    outages.push({ from, to: Date.now() });
  }

  beforeAll(async () => {
    registries = await prepare();
    await registries.start();
    const [one = 0, two = 0, three = 0] = await freePorts(3);
    const start = { registries: zoneOf(registries) };
    [first, second, consumer] = await Promise.all([
      startJavaPeer(train, 'provider', { ...start, port: one }),
      startJavaPeer(train, 'provider', { ...start, port: two }),
      startJavaPeer(train, 'consumer', { ...start, port: three }),
    ]);
  });
  afterAll(() => registries.close());

  it('lists both providers and the consumer, UP', async () => {
    await listedAtAll(registries.bases, ids(...all()));
  });

  it('knows them by the address that they gave', async () => {
    for (const base of registries.bases) {
      const listed = await instancesAt(base);
      expect(listed.map(({ hostName, ipAddr, port }) => `${hostName} ${ipAddr} ${port.$}`).sort()).toEqual(
        all()
          .map(({ port }) => `localhost 127.0.0.1 ${port}`)
          .sort(),
      );
    }
  });

  it('shows them on its page', async () => {
    for (const base of registries.bases) {
      const { status, text } = await get(base, { accept: 'text/html' });
      expect(status).toBe(200);
      for (const id of ids(...all())) expect(text).toContain(id);
    }
  });

  it('lets the consumer call both providers in rotation', async () => {
    await rotatesOver([first.port, second.port], consumer.url(''));
  });

  if (count === 2) {
    it('keeps them with one of the pair shot: heartbeats and calls go on, and the one that returns knows all', async () => {
      await outage([0], async () => {
        const survivor = String(registries.bases[1]);
        const renewals = () =>
          Promise.all(all().map((each) => renewedAt(survivor, appOf(each), each.instanceId)));
        const atTheKill = await renewals();
        let over = false;
        const renewed = eventually(async () => {
          for (const [index, now] of (await renewals()).entries()) {
            // Two heartbeats on, so that it is none that the one that was shot had still passed on.
            expect(now).toBeGreaterThan(Number(atTheKill[index]) + 2000);
          }
        }, 20_000).finally(() => (over = true));
        await crowd(
          1,
          () => !over,
          async () => void (await reachedBy(consumer.url(''))),
        );
        await renewed;
      });
      for (const peer of all()) expect(reRegistrations(peer)).toBe(0);
      await rotatesOver([first.port, second.port], consumer.url(''));
    });
  }

  it('answers their heartbeats with 404 once it has forgotten them, and they register again', async () => {
    await outage(registries.bases.map((_base, index) => index));
    for (const peer of all()) expect(reRegistrations(peer)).toBeGreaterThan(0);
    await rotatesOver([first.port, second.port], consumer.url(''));
  });

  it('loses a provider that is stopped, and no call reaches it any more', async () => {
    await first.stop();
    // By its own cancel, not by a lease that has run out.
    expect(first.output).toMatch(/deregister +status: 200/);
    await listedAtAll(registries.bases, ids(second, consumer));
    await rotatesOver([second.port], consumer.url(''));
  });

  it('is empty when all have stopped', async () => {
    await Promise.all([second.stop(), consumer.stop()]);
    await listedAtAll(registries.bases, []);
  });

  it('gave none of them a reason for a WARN or an ERROR', () => {
    for (const peer of all()) expect(unexcused(peer.lines, outages)).toEqual([]);
  });
}

const appOf = ({ kind }: JavaPeer) => (kind === 'consumer' ? 'CLOUD-ORDER-SERVICE' : 'CLOUD-PAYMENT-SERVICE');

/** How often this client has met a 404 for a heartbeat: it then says so, and registers. */
const reRegistrations = ({ lines }: JavaPeer) =>
  lines.filter((each) => each.includes('Re-registering apps/')).length;
