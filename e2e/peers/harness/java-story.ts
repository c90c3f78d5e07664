import { inParallel } from '../../harness/in-parallel.js';
import { eventually } from '../../harness/eventually.js';
import { freePorts } from '../../harness/free-ports.js';
import { get } from '../../harness/http.js';
import { unexcused, type Outage } from './complaints.js';
import { startJavaPeer, type JavaPeer } from './java-peer.js';
import type { Train } from './java-settings.js';
import { instancesAt, listedAtAll, renewedAt } from './listing.js';
import { reachedBy, rotatesOver } from './reached.js';
import { zoneOf, type Registries } from './registries.js';

/**
 * Two Java providers and a Java consumer, from the first registration to the last, in order.
 */
export function itServesJavaClients(train: Train, count: 1 | 2, prepare: () => Promise<Registries>): void {
  let registries: Registries;
  let first: JavaPeer;
  let second: JavaPeer;
  let consumer: JavaPeer;
  const outages: Outage[] = [];

  const all = () => [first, second, consumer];
  const ids = (...peers: readonly JavaPeer[]) => peers.map((each) => each.instanceId);

  /**
   * Kills registries while `meanwhile` runs; complaints are excused until all instances are listed
   * again.
   */
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

  it('lists them with their registered addresses', async () => {
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
    it('keeps them while one of the pair is down: heartbeats and calls continue, and the restarted one knows all', async () => {
      await outage([0], async () => {
        const survivor = String(registries.bases[1]);
        const renewals = () =>
          Promise.all(all().map((each) => renewedAt(survivor, appOf(each), each.instanceId)));
        const atTheKill = await renewals();
        let over = false;
        const renewed = eventually(async () => {
          for (const [index, now] of (await renewals()).entries()) {
            // Two heartbeats later, so that it is not one that the killed registry had replicated.
            expect(now).toBeGreaterThan(Number(atTheKill[index]) + 2000);
          }
        }, 20_000).finally(() => (over = true));
        await inParallel(
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

  it('responds to their heartbeats with 404 after it has lost them, and they register again', async () => {
    await outage(registries.bases.map((_base, index) => index));
    for (const peer of all()) expect(reRegistrations(peer)).toBeGreaterThan(0);
    await rotatesOver([first.port, second.port], consumer.url(''));
  });

  it('drops a stopped provider, and no call reaches it any more', async () => {
    await first.stop();
    // The provider has cancelled: its lease did not expire.
    expect(first.output).toMatch(/deregister +status: 200/);
    await listedAtAll(registries.bases, ids(second, consumer));
    await rotatesOver([second.port], consumer.url(''));
  });

  it('is empty when all have stopped', async () => {
    await Promise.all([second.stop(), consumer.stop()]);
    await listedAtAll(registries.bases, []);
  });

  it('caused no WARN and no ERROR of the clients', () => {
    for (const peer of all()) expect(unexcused(peer.lines, outages)).toEqual([]);
  });
}

const appOf = ({ kind }: JavaPeer) => (kind === 'consumer' ? 'CLOUD-ORDER-SERVICE' : 'CLOUD-PAYMENT-SERVICE');

/** Number of heartbeats of a client that got a 404: it then logs that, and registers. */
const reRegistrations = ({ lines }: JavaPeer) =>
  lines.filter((each) => each.includes('Re-registering apps/')).length;
