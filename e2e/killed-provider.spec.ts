import { classic } from './harness/timings.mjs';
import { consumer, providers, registries } from './harness/app-names.js';
import { Demo, type Settings } from './harness/demo.js';
import { eventually } from './harness/eventually.js';
import { figure } from './harness/figure.js';
import { get } from './harness/http.js';
import { idOf } from './harness/registry-view.js';
import { respondingProvider } from './harness/rotation.js';

const [first, second, third] = providers;
type Provider = (typeof providers)[number];
/** Java needs 90 s and more; on an idle machine the demo needs less than one. */
const limitMs = 5_000;

let demo: Demo;
/** Time from the kill until nobody knew the provider any more, under the defaults. */
let tookMs = limitMs;

afterEach(() => demo.close());

describe('by default', () => {
  beforeEach(() => running({}));

  it('a killed provider leaves both registries and the list of the consumer within seconds', async () => {
    await demo.kill(second);
    const start = performance.now();
    await eventually(async () => {
      for (const registry of registries) expect(await listedAt(registry)).toEqual([first, third]);
      expect(new Set(await pickedByHand(4))).toEqual(new Set(portsOf([first, third])));
    }, limitMs);
    tookMs = performance.now() - start;
    figure('a killed provider is out of both registries and of the list', tookMs, 'ms');
    expect(logOf('eureka-7001') + logOf('eureka-7002')).toMatch(
      new RegExp(`removed CLOUD-PAYMENT-SERVICE/${idOf(demo, second)}: .* refused twice`),
    );
    for (let calls = 0; calls < 6; calls++) expect(await respondingProvider(demo)).not.toBe(second);
  });
});

describe('with classic', () => {
  // A response cache of a second spares the start a wait of 30 s, and changes nothing later.
  const registrySettings = { EUREKA_SERVER_RESPONSE_CACHE_UPDATE_INTERVAL_MS: '1000' };
  beforeEach(() => running({ all: classic, registries: registrySettings }));

  it('#15 it stays, and every third call by hand fails; a balanced call does not', async () => {
    await demo.kill(second);
    await new Promise((resolve) => setTimeout(resolve, 3 * tookMs));
    for (const registry of registries) expect(await listedAt(registry)).toEqual(providers);
    const picked = (await pickedByHand(6)).sort();
    expect(picked).toEqual([...portsOf([first, third, first, third]), 'failed', 'failed'].sort());
    for (let calls = 0; calls < 6; calls++) expect(await respondingProvider(demo)).not.toBe(second);
  });
});

/** Starts the demo so that the consumer's first fetch has all providers, under any timings. */
async function running(settings: Settings): Promise<void> {
  demo = await Demo.prepare(settings);
  await demo.start(...registries);
  await demo.start(...providers);
  await eventually(async () => {
    for (const registry of registries)
      for (const id of providers.map((each) => idOf(demo, each)))
        expect((await get(demo.url(registry, '/eureka/apps'))).text).toContain(`"${id}"`);
  });
  await demo.start(consumer);
  await eventually(async () => expect((await pickedByHand(3)).sort()).toEqual(portsOf(providers).sort()));
}

/** Providers that a registry has; each is asked for by its id, which no response cache holds. */
async function listedAt(registry: (typeof registries)[number]): Promise<readonly Provider[]> {
  const statuses = await Promise.all(
    providers.map((each) =>
      get(demo.url(registry, `/eureka/apps/CLOUD-PAYMENT-SERVICE/${idOf(demo, each)}`)),
    ),
  );
  return providers.filter((_, index) => statuses[index]?.status === 200);
}

const portsOf = (apps: readonly Provider[]) => apps.map((each) => String(demo.port(each)));

/**
 * Ports that respond to calls through the round robin of the course, which picks from the
 * consumer's list and tries no other instance.
 */
async function pickedByHand(calls: number): Promise<string[]> {
  const found: string[] = [];
  while (found.length < calls) {
    const { status, text } = await demo.ask('/consumer/payment/lb');
    found.push(status === 200 ? text : 'failed');
  }
  return found;
}

const logOf = (registry: (typeof registries)[number]) => demo.process(registry).output;
