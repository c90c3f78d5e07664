import { providers, registries } from './harness/app-names.js';
import { inParallel } from './harness/in-parallel.js';
import { Demo } from './harness/demo.js';
import { eventually } from './harness/eventually.js';
import { figure } from './harness/figure.js';
import { get } from './harness/http.js';
import { idOf, listed, up } from './harness/registry-view.js';
import { balancedOver, respondingProvider } from './harness/rotation.js';

const [first, second, third] = providers;
const clients = 20;

describe('a provider is killed while 20 clients call the consumer', () => {
  let demo: Demo;

  beforeAll(async () => {
    demo = await Demo.running();
    await balancedOver(demo, providers);
  });
  afterAll(() => demo.close());

  it('and no GET fails', async () => {
    const failures: string[] = [];
    let killed: Promise<unknown> | undefined;
    const start = performance.now();
    const made = await inParallel(
      clients,
      (made) => performance.now() - start < 4000 || made < 300,
      async () => {
        if (!killed && performance.now() - start > 1000) killed = demo.kill(second);
        await respondingProvider(demo).catch((error: Error) => failures.push(error.message));
      },
    );
    await killed;
    figure('GETs around a SIGKILL', made, `calls, ${failures.length} failed`);
    expect(failures).toEqual([]);
  });

  it('and afterwards it is in no registry, and no call fails', async () => {
    await eventually(async () => {
      for (const registry of registries)
        expect(await listed(demo, registry, 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, [first, third]));
    });
    for (let calls = 0; calls < 30; calls++) expect(await respondingProvider(demo)).not.toBe(second);
  });

  it('and started again it is back in the rotation', async () => {
    await demo.start(second);
    const tookMs = await balancedOver(demo, providers, 8_000);
    figure('a killed provider is called again', tookMs, 'ms after it is up');
    expect(await listed(demo, 'eureka-7001', 'CLOUD-PAYMENT-SERVICE')).toContain(`${idOf(demo, second)} UP`);
  });

  it('and each acknowledged create is stored once, each failed one at most once', async () => {
    const acknowledged = new Set<string>();
    const failed = new Set<string>();
    const creates = 900;
    let kills: Promise<unknown>[] = [];
    const made = await inParallel(
      clients,
      (made) => made < creates,
      async (call) => {
        if (call === 200) kills = [...kills, demo.kill(second)];
        if (call === 500) kills = [...kills, demo.kill(third)];
        const serial = `create-${call}`;
        const reply = await demo.ask(`/consumer/payment/create?serial=${serial}`).catch(() => undefined);
        (isStored(reply?.body) ? acknowledged : failed).add(serial);
      },
    );
    await Promise.all(kills);
    const stored = await serialsFrom(demo, 36, made * 2);
    figure('creates around two SIGKILLs', acknowledged.size, `acknowledged, ${failed.size} failed`);
    expect(acknowledged.size).toBeGreaterThan(creates / 2);
    expect(count(stored, acknowledged)).toEqual(new Map([...acknowledged].map((serial) => [serial, 1])));
    expect([...count(stored, failed).values()].filter((times) => times > 1)).toEqual([]);
  });
});

const isStored = (body: unknown): boolean =>
  (body as { code?: number; data?: number } | undefined)?.code === 200 &&
  (body as { data?: number }).data === 1;

/** Reads the serials of rows one by one. */
async function serialsFrom(demo: Demo, from: number, rows: number): Promise<string[]> {
  const found: string[] = [];
  await inParallel(
    clients,
    (made) => made < rows,
    async (call) => {
      const { body } = await get(demo.url(first, `/payment/get/${from + call}`));
      const { data } = body as { data: { serial: string } | null };
      if (data) found.push(data.serial);
    },
  );
  return found;
}

/** Number of occurrences of each wanted serial. */
function count(found: readonly string[], wanted: ReadonlySet<string>): Map<string, number> {
  const times = new Map([...wanted].map((each) => [each, 0]));
  for (const each of found) if (wanted.has(each)) times.set(each, (times.get(each) ?? 0) + 1);
  return times;
}
