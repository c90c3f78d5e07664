import { eventually } from '../../harness/eventually.js';
import { get } from '../../harness/http.js';

/** Finds the port of the provider that responds to one call of a consumer. */
export async function reachedBy(consumer: string): Promise<number> {
  const { status, text } = await get(`${consumer}/consumer/payment/get/31`);
  const port = /"查询成功,serverPort: +(\d+)"/.exec(text)?.[1];
  if (status !== 200 || port === undefined)
    throw new Error(`not the response of a provider: ${status} ${text}`);
  return Number(port);
}

/** Finds the ports that consecutive calls reach. */
export async function reachedIn(calls: number, consumer: string): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < calls) ports.push(await reachedBy(consumer));
  return ports;
}

/** Waits until each of three rounds of calls reaches exactly these providers, each once. */
export async function rotatesOver(
  ports: readonly number[],
  consumer: string,
  within = 30_000,
): Promise<void> {
  const expected = [...ports].sort();
  await eventually(async () => {
    for (const _round of [1, 2, 3]) {
      expect((await reachedIn(ports.length, consumer)).sort()).toEqual(expected);
    }
  }, within);
}
