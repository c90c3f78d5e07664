import { providers } from './app-names.js';
import type { Demo } from './demo.js';
import { eventually } from './eventually.js';

type Provider = (typeof providers)[number];

/** Which provider answered a call of the consumer; anything but the course's answer is an error. */
export async function whoAnswers(demo: Demo): Promise<Provider> {
  const { status, text } = await demo.ask('/consumer/payment/get/31');
  const port =
    /^\{"code":200,"message":"查询成功,serverPort: {2}(\d+)","data":\{"id":31,"serial":"尚硅谷111"\}\}$/.exec(
      text,
    )?.[1];
  const provider = providers.find((each) => String(demo.port(each)) === port);
  if (!provider) throw new Error(`not the answer of a provider: ${status} ${text}`);
  return provider;
}

/** Who answers this many calls, one after the other. */
export async function turns(demo: Demo, calls: number): Promise<Provider[]> {
  const answered: Provider[] = [];
  while (answered.length < calls) answered.push(await whoAnswers(demo));
  return answered;
}

/** Waits until consecutive calls reach exactly these providers, each once, and says how many ms that took. */
export async function balancedOver(
  demo: Demo,
  expected: readonly Provider[],
  within = 10_000,
): Promise<number> {
  const start = performance.now();
  await eventually(async () => {
    expect((await turns(demo, expected.length)).sort()).toEqual([...expected].sort());
  }, within);
  return performance.now() - start;
}
