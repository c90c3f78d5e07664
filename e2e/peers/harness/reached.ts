import { eventually } from '../../harness/eventually.js';
import { get } from '../../harness/http.js';

/** The port of the provider that answers one call of a consumer, whoever wrote either. */
export async function reachedBy(consumer: string): Promise<number> {
  const { status, text } = await get(`${consumer}/consumer/payment/get/31`);
  const port = /"查询成功,serverPort: +(\d+)"/.exec(text)?.[1];
  if (status !== 200 || port === undefined)
    throw new Error(`not the answer of a provider: ${status} ${text}`);
  return Number(port);
}

/** The ports that so many calls reach, one after the other. */
export async function reachedIn(calls: number, consumer: string): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < calls) ports.push(await reachedBy(consumer));
  return ports;
}

/** Waits until every round of calls reaches each of these providers once, and none else. */
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
