import { fixedList, LoadBalancer } from '@eureka-nest/load-balancer';
import { eventually } from '../../harness/eventually.js';
import { inParallel } from '../../harness/in-parallel.js';
import type { ForeignProvider } from './foreign-provider.js';
import type { WireKind } from './foreign-wires.js';

const calls = 240;
const callsBeforeEnd = 80;
const clients = 4;

export interface OutageResult {
  /** GETs that failed, and how. */
  readonly failedGets: readonly string[];
  /** Codes of the errors of POSTs. */
  readonly codes: ReadonlySet<unknown>;
  /** Bodies of the POSTs that got a response. */
  readonly answered: readonly string[];
}

/**
 * Makes GETs and POSTs by all libraries at once, while one of the providers ends by a signal. Each
 * library has a balancer of its own.
 */
export async function callsDuring(
  signal: 'SIGTERM' | 'SIGKILL',
  victim: ForeignProvider,
  providers: readonly ForeignProvider[],
  kinds: readonly WireKind[],
): Promise<OutageResult> {
  const failedGets: string[] = [];
  const codes = new Set<unknown>();
  const answered: string[] = [];
  let begun = 0;
  let ended: Promise<unknown> | undefined;

  const callsOf = async ({ name, make }: WireKind) => {
    const source = fixedList({ payment: providers.map(({ candidate }) => candidate) });
    const wire = make(new LoadBalancer({ source }));
    const getOne = async (call: number) => {
      const path = call % 3 === 0 ? '/name' : '/slow/10';
      const response = await wire.call('GET', path).catch((error: unknown) => ({ error, status: 0 }));
      if (response.status !== 200) failedGets.push(`${name} ${call}: ${JSON.stringify(response)}`);
    };
    const postOne = async (call: number) => {
      const id = `${signal} ${name} ${call}`;
      try {
        expect(await wire.call('POST', '/orders/200', id)).toMatchObject({ status: 200 });
        answered.push(id);
      } catch (error) {
        codes.add((error as { code?: unknown }).code);
      }
    };
    await inParallel(
      clients,
      (made) => made < calls,
      async (call) => {
        if (++begun === callsBeforeEnd * kinds.length)
          ended = signal === 'SIGKILL' ? victim.kill() : victim.stop();
        await (call % 4 === 3 ? postOne(call) : getOne(call));
      },
    );
    wire.close();
  };

  await Promise.all(kinds.map(callsOf));
  await ended;
  return { failedGets, codes, answered };
}

/** Each POST arrived at most once, and exactly once if it got a response. */
export async function itArrivedOnce(
  answered: readonly string[],
  providers: readonly ForeignProvider[],
): Promise<void> {
  await eventually(() => {
    const orders = providers.flatMap((each) => each.orders);
    expect(orders.filter((id, index) => orders.indexOf(id) !== index)).toEqual([]);
    expect(answered.filter((id) => !orders.includes(id))).toEqual([]);
  });
}
