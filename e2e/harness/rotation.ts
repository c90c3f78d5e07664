import { providers } from './app-names.js';
import type { Demo } from './demo.js';
import { eventually } from './eventually.js';

type Provider = (typeof providers)[number];

/** Finds which provider responds to a call of the consumer; any other response is an error. */
export async function respondingProvider(demo: Demo): Promise<Provider> {
  const { status, text } = await demo.ask('/consumer/payment/get/31');
  const port =
    /^\{"code":200,"message":"查询成功,serverPort: {2}(\d+)","data":\{"id":31,"serial":"尚硅谷111"\}\}$/.exec(
      text,
    )?.[1];
  const provider = providers.find((each) => String(demo.port(each)) === port);
  if (!provider) throw new Error(`not the response of a provider: ${status} ${text}`);
  return provider;
}

/** Finds which providers respond to this many calls, one after the other. */
export async function respondingProviders(demo: Demo, calls: number): Promise<Provider[]> {
  const found: Provider[] = [];
  while (found.length < calls) found.push(await respondingProvider(demo));
  return found;
}

/**
 * Waits until consecutive calls reach exactly these providers, each once; returns the time in ms.
 */
export async function balancedOver(
  demo: Demo,
  expected: readonly Provider[],
  within = 10_000,
): Promise<number> {
  const start = performance.now();
  await eventually(async () => {
    expect((await respondingProviders(demo, expected.length)).sort()).toEqual([...expected].sort());
  }, within);
  return performance.now() - start;
}

/** Waits until each of these providers has responded to a call. Other callers take turns too. */
export async function usesAll(demo: Demo, expected: readonly Provider[], within: number): Promise<void> {
  const missing = new Set(expected);
  await eventually(async () => {
    missing.delete(await respondingProvider(demo));
    expect([...missing]).toEqual([]);
  }, within);
}
