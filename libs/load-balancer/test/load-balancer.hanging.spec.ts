import { manualClock } from '@eureka-nest/runtime/testing';
import type { Call } from '../src/call/call.js';
import { TryTimeoutError } from '../src/core/errors.js';
import type { Candidate } from '../src/core/instance-source.js';
import { fixedList } from '../src/core/instance-source.js';
import { LoadBalancer, payments, service, source } from './builders/balancer-in-order.js';

describe('a try without a limit of its own', () => {
  const clock = manualClock();
  const limits = async (call: Partial<Call>, list: readonly Candidate[] = payments, retry = {}) => {
    const balancer = new LoadBalancer({ source: fixedList({ [service]: list }), clock, retry });
    const seen: number[] = [];
    const attempt = async (_: Candidate, { limitMs }: { limitMs: number }) => {
      seen.push(limitMs);
      clock.advance(Math.min(limitMs, 60_000));
      throw new TryTimeoutError(limitMs);
    };
    const whole = { idempotent: true, timeoutMs: 10_000, ...call };
    await balancer.run(service, whole, attempt).catch(() => undefined);
    return seen;
  };

  it('is cut after 2 s while there is another instance; the last has the rest', async () => {
    expect(await limits({})).toEqual([2_000, 2_000, 6_000]);
    expect(await limits({ timeoutMs: 5_000 })).toEqual([2_000, 2_000, 1_000]);
    expect(await limits({}, payments.slice(0, 1))).toEqual([10_000]);
  });

  it.each<[string, Partial<Call>, object, number[]]>([
    ['is not idempotent', { idempotent: false }, {}, [10_000]],
    ['has more time than by default', { timeoutMs: 30_000 }, {}, [30_000]],
    ['has no limit', { timeoutMs: undefined }, {}, [Infinity, Infinity, Infinity]],
    ['has one try', { maxTries: 1 }, {}, [10_000]],
    ['has one attempt', { retry: { attempts: 1 } }, {}, [10_000]],
    ['streams its body', { isBodyStreamed: true }, {}, [10_000]],
    ['must not be repeated after a timeout', {}, { retryOn: ['broken'] }, [10_000]],
    ['has a policy without limit', {}, { perTryTimeoutMs: Infinity }, [10_000]],
    ['has a policy with the limit 0', {}, { perTryTimeoutMs: 0 }, [10_000]],
    [
      'has a limit that no timer can have',
      { timeoutMs: 3e9 },
      { perTryTimeoutMs: 1e12 },
      [Infinity, Infinity, Infinity],
    ],
  ])('is not cut if the call %s', async (_, call, retry, expected) => {
    expect(await limits(call, payments, retry)).toEqual(expected);
  });

  it('is cut by the limit of the policy, whatever the method', async () => {
    expect(await limits({ idempotent: false }, payments, { perTryTimeoutMs: 500 })).toEqual([500]);
  });
});

describe('an instance that hung', () => {
  it('gets a growing share of the calls once it responds again', async () => {
    const clock = manualClock();
    const balancer = new LoadBalancer({ source, clock });
    let isHanging = true;
    let seen = 0;
    const attempt = async ({ port }: Candidate) => {
      if (port !== 8002) return;
      seen++;
      if (isHanging) throw new TryTimeoutError(2_000);
    };
    const call = async (times: number) => {
      seen = 0;
      for (let turn = 0; turn < times; turn++)
        await balancer.run(service, { idempotent: true, timeoutMs: 10_000 }, attempt);
      return seen;
    };
    await call(3);
    isHanging = false;
    clock.advance(10_000);
    await call(3);
    const shares: number[] = [];
    for (let second = 0; second <= 10; second += 2) {
      shares.push(await call(300));
      clock.advance(2_000);
    }
    expect(shares[0]).toBeLessThan(20);
    expect(shares.at(-1)).toBe(100);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });
});

describe('the time limit of a call', () => {
  it('may be longer than a timer can be, also for a refresh', async () => {
    const list: Candidate[] = [];
    const refresh = async () =>
      void (await new Promise((done) => setTimeout(() => done(list.push(payments[0]!)), 50)));
    const late = { instances: () => [...list], services: () => [], refresh };
    const call = new LoadBalancer({ source: late }).run(
      service,
      { idempotent: true, timeoutMs: 3e9 },
      async () => 'ok',
    );
    expect(await call).toBe('ok');
  });

  it('counts the time of a refresh', async () => {
    const clock = manualClock();
    let known: readonly Candidate[] = [];
    const refresh = async () => {
      clock.advance(900);
      known = payments;
    };
    const balancer = new LoadBalancer({ source: { ...source, instances: () => known, refresh }, clock });
    const attempt = async (_: Candidate, { limitMs }: { limitMs: number }) => limitMs;
    expect(await balancer.run(service, { idempotent: false, timeoutMs: 1_000 }, attempt)).toBe(100);
  });
});
