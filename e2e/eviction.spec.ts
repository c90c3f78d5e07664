import { fast } from './harness/timings.mjs';
import { consumer, providers, registries } from './harness/app-names.js';
import { Demo } from './harness/demo.js';
import { eventually } from './harness/eventually.js';
import { figure } from './harness/figure.js';
import { allRenewed, listed, up } from './harness/registry-view.js';

const [first, second, third] = providers;
describe('with the fast profile', () => {
  let demo: Demo;

  beforeAll(async () => {
    demo = await Demo.running({ all: fast });
    await everyRegistryLists(demo, providers);
    // A lease that was never renewed lasts 2 s, a renewed one 4 s; the course's figures are for the
    // latter.
    await eventually(async () => {
      for (const registry of registries)
        expect(await allRenewed(demo, registry, 'CLOUD-PAYMENT-SERVICE')).toBe(true);
    });
  });
  afterAll(() => demo.close());

  it('#16 after a hard kill its row alone is gone in 4 to 6 s', async () => {
    await demo.kill(second);
    const start = performance.now();
    await eventually(async () => {
      expect(await listed(demo, 'eureka-7001', 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, [first, third]));
    }, 12_000);
    const tookMs = performance.now() - start;
    figure('row gone after a hard kill', tookMs, 'ms');
    // The lower bound is twice the 2 s lease, less the 1 s since the last heartbeat.
    expect(tookMs).toBeGreaterThan(2900);
    await everyRegistryLists(demo, [first, third]);
  });

  it('two empty registries are filled by the next heartbeats', async () => {
    await Promise.all(registries.map((each) => demo.kill(each)));
    await demo.start(...registries);
    const start = performance.now();
    await everyRegistryLists(demo, [first, third]);
    figure('both registries full again', performance.now() - start, 'ms');
  });
});

async function everyRegistryLists(
  demo: Demo,
  expected: readonly (typeof providers)[number][],
): Promise<void> {
  await eventually(async () => {
    for (const registry of registries) {
      expect(await listed(demo, registry, 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, expected));
      expect(await listed(demo, registry, 'CLOUD-ORDER-SERVICE')).toEqual(up(demo, [consumer]));
    }
  });
}
