import { allSix, clients, providers, registries, type AppName } from './harness/app-names.js';
import { Demo } from './harness/demo.js';
import { figure } from './harness/figure.js';
import { balancedOver } from './harness/rotation.js';

const stackTrace = /^\s+at .+:\d+/;
const notUpYet = /not up yet/;

const orders: [string, readonly AppName[]][] = [
  ['as the course, the last provider last', [...allSix.filter((app) => app !== providers[2]), providers[2]]],
  ['the consumer first, the registries last', [...allSix].reverse()],
  ['shuffled with seed 7', shuffled(allSix, 7)],
  ['shuffled with seed 80', shuffled(allSix, 80)],
];

describe('the order in which the six apps start', () => {
  let demo: Demo;

  beforeEach(async () => {
    demo = await Demo.prepare();
  });
  afterEach(() => demo.close());

  it.each(orders)('does not matter: %s', async (name, order) => {
    for (const app of order) await demo.start(app);
    const tookMs = await balancedOver(demo, providers);
    figure(`balanced over three, ${name}`, tookMs, 'ms after the last app is up');
    expect(demo.output.filter(({ line }) => stackTrace.test(line))).toEqual([]);
    for (const app of clients) {
      const missing = missingRegistries(demo, app);
      // An app that finds one registry does not try the other; one that finds none logs each once.
      const sawNone = registries.every((registry) => order.indexOf(registry) > order.indexOf(app));
      if (sawNone) expect([app, missing.size]).toEqual([app, registries.length]);
      expect([app, [...missing.values()].filter((times) => times > 1)]).toEqual([app, []]);
    }
  });
});

/** Counts the lines of an app about registries that are not up yet, by address. */
function missingRegistries(demo: Demo, app: AppName): Map<string, number> {
  const count = new Map<string, number>();
  for (const each of demo.output) {
    if (each.app !== app || !notUpYet.test(each.line)) continue;
    const address = /https?:\/\/\S+?:\d+/.exec(each.line)?.[0] ?? each.line;
    count.set(address, (count.get(address) ?? 0) + 1);
  }
  return count;
}

/** Shuffles items; the same seed gives the same order. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
