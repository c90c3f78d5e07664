import { Run, type ScenarioName, shippedScenario } from '@eureka-nest/playground';
import { disagreements } from './differences.js';

async function rowsAt(name: ScenarioName, ms: number) {
  const scenario = shippedScenario(name);
  const [java, ours] = await Promise.all(
    (['java', 'ours'] as const).map((pace) => new Run(scenario, pace).at(ms)),
  );
  return disagreements(scenario, { java: java!, ours: ours! }, ms);
}

it('says that Java lists and calls a provider that is dead', async () => {
  const registries = ['eureka-7001', 'eureka-7002'];
  expect(await rowsAt('provider-dies-kept', 110_000)).toEqual([
    {
      id: 'payment-8003',
      state: 'off',
      knowledge: {
        java: { listed: registries, called: ['order-80'] },
        ours: { listed: [], called: [] },
      },
    },
  ]);
});

it('says that a new provider is not yet called', async () => {
  expect(await rowsAt('rotation', 72_000)).toMatchObject([
    {
      id: 'payment-8004',
      state: 'running',
      knowledge: { java: { called: [] }, ours: { called: ['order-80'] } },
    },
  ]);
});

it('is empty while all are right', async () => {
  expect(await rowsAt('provider-dies-kept', 99_000)).toEqual([]);
});
