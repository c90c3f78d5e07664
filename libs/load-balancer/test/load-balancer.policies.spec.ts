import { manualClock } from '@eureka-nest/runtime/testing';
import {
  LoadBalancer,
  payments,
  provider,
  refused,
  reset,
  service,
  source,
} from './builders/balancer-in-order.js';
import { AllInstancesFailedError, NoInstanceError } from '../src/core/errors.js';
import { byHint, filterWhere } from '../src/core/filters.js';
import { type Candidate, fixedList } from '../src/core/instance-source.js';
import { powerOfTwo } from '../src/core/strategies/least-loaded.js';
import { sticky } from '../src/core/strategies/sticky.js';
import { roundRobin } from '../src/core/strategies/strategy.js';
import { weighted } from '../src/core/strategies/weighted.js';

describe('a retry', () => {
  const get = { idempotent: true };
  const clock = manualClock();
  const failing = { 8001: reset, 8002: reset, 8003: reset };

  it('is limited by the attempts of the policy', async () => {
    const balancer = new LoadBalancer({ source, clock, retry: { attempts: 2 } });
    const { tried, attempt } = provider(failing);
    await expect(balancer.run(service, get, attempt)).rejects.toThrow(AllInstancesFailedError);
    expect(tried).toEqual([8001, 8002]);
  });

  it('goes to the same instances again after a pause when the policy has more attempts', async () => {
    const balancer = new LoadBalancer({
      source,
      clock,
      retry: { attempts: 5, backOffMs: 1 },
      random: () => 0.5,
    });
    const { tried, attempt } = provider(failing);
    await expect(balancer.run(service, get, attempt)).rejects.toThrow(AllInstancesFailedError);
    expect(tried.slice(0, 3).sort()).toEqual([8001, 8002, 8003]);
    expect(tried).toHaveLength(5);
  });

  it('is limited by the budget, as the error says', async () => {
    const retry = { budget: { share: 0.2, perSecond: 0 } };
    const balancer = new LoadBalancer({ source, clock, retry });
    const { tried, attempt } = provider(failing);
    const errors = [];
    for (let call = 0; call < 100; call++)
      errors.push(await balancer.run(service, get, attempt).catch((error: unknown) => error));
    expect(tried).toHaveLength(120);
    expect(String(errors.at(-1))).toContain(
      'the retry budget of this service is used up (20 % of its calls)',
    );
  });

  it('is not limited by the budget if nothing was sent', async () => {
    const retry = { budget: { share: 0.2, perSecond: 0 } };
    const balancer = new LoadBalancer({ source, clock, retry });
    const { tried, attempt } = provider({ 8001: refused, 8002: refused });
    for (let call = 0; call < 5; call++) await balancer.run(service, get, attempt);
    expect(tried.filter((port) => port === 8003)).toHaveLength(5);
  });

  it('follows the policy of one call', async () => {
    const balancer = new LoadBalancer({ source, clock });
    const { tried, attempt } = provider(failing);
    await balancer.run(service, { ...get, retry: { attempts: 1 } }, attempt).catch(() => undefined);
    expect(tried).toEqual([8001]);
  });

  it('has a number and the time that is left', async () => {
    const balancer = new LoadBalancer({ source, clock, retry: { perTryTimeoutMs: 300 } });
    const tries: unknown[] = [];
    const call = { ...get, timeoutMs: 500 };
    await balancer
      .run(service, call, async ({ port }, { number, limitMs }) => {
        tries.push([port, number, limitMs]);
        clock.advance(250);
        throw reset();
      })
      .catch(() => undefined);
    expect(tries).toEqual([
      [8001, 0, 300],
      [8002, 1, 250],
    ]);
  });

  it('spreads the load of a dead instance over all others, not to its neighbour alone', async () => {
    const balancer = new LoadBalancer({ source, clock, ejection: { most: 0 } });
    const { tried, attempt } = provider({ 8001: refused });
    for (let call = 0; call < 600; call++) await balancer.run(service, get, attempt);
    expect([8002, 8003].map((port) => tried.filter((each) => each === port).length)).toEqual([300, 300]);
  });
});

describe('the settings of a service', () => {
  const get = { idempotent: true };

  it('are found by its name in any case', async () => {
    const balancer = new LoadBalancer({
      source,
      services: { 'Cloud-Payment-Service': { strategy: () => (all) => all.at(-1), retry: { attempts: 1 } } },
    });
    const { tried, attempt } = provider({ 8003: reset });
    await expect(balancer.run(service, get, attempt)).rejects.toThrow(AllInstancesFailedError);
    expect(tried).toEqual([8003]);
  });

  it('can be added later', () => {
    const balancer = new LoadBalancer({ source });
    balancer.configure(service, { filters: [filterWhere('port 8002', ({ port }) => port === 8002)] });
    expect(balancer.choose(service)?.port).toBe(8002);
  });

  it('can send calls with one key to one instance', async () => {
    const balancer = new LoadBalancer({ source, strategy: () => sticky(roundRobin()) });
    const { tried, attempt } = provider();
    for (let call = 0; call < 6; call++) await balancer.run(service, { ...get, key: 'user-31' }, attempt);
    expect(new Set(tried).size).toBe(1);
  });

  it('can filter by the hint of a call', async () => {
    const list = payments.map((each) => ({
      ...each,
      metadata: { version: each.port === 8003 ? 'canary' : '1' },
    }));
    const balancer = new LoadBalancer({
      source: fixedList({ [service]: list }),
      filters: [byHint('version')],
    });
    const { tried, attempt } = provider();
    for (let call = 0; call < 3; call++) await balancer.run(service, { ...get, hint: 'canary' }, attempt);
    expect(tried).toEqual([8003, 8003, 8003]);
  });

  it('can balance by calls in flight', async () => {
    const balancer = new LoadBalancer({ source, strategy: () => powerOfTwo(() => 0) });
    const first = await balancer.pick(service);
    const second = await balancer.pick(service);
    expect(first.candidate).not.toBe(second.candidate);
    first.done();
    first.done();
    expect((await balancer.pick(service)).candidate).toBe(first.candidate);
  });
});

describe('a reservation', () => {
  it('ejects its instance when the work failed', async () => {
    const balancer = new LoadBalancer({ source });
    const { candidate, done } = await balancer.pick(service);
    done(refused());
    expect(balancer.ejected(service)).toEqual([candidate]);
    for (let pick = 0; pick < 4; pick++) expect((await balancer.pick(service)).candidate).not.toBe(candidate);
  });

  it('does not eject its instance for a mistake of the caller', async () => {
    const balancer = new LoadBalancer({ source });
    const { done } = await balancer.pick(service);
    done(new TypeError('x is not a function'));
    expect(balancer.ejected(service)).toEqual([]);
  });

  it('fails with NoInstanceError if there is no instance', async () => {
    await expect(new LoadBalancer({ source }).pick('OTHER')).rejects.toThrow(NoInstanceError);
  });
});

describe('a response with 5xx', () => {
  it('is returned, but an instance with many more of them than the others is ejected', async () => {
    const clock = manualClock();
    const balancer = new LoadBalancer({ source, clock });
    const attempt = async ({ port }: Candidate) => (port === 8002 ? 500 : 200);
    const call = { idempotent: true, responseStatus: (status: number) => status };
    for (let turn = 0; turn < 90; turn++) await balancer.run(service, call, attempt);
    clock.advance(10_000);
    await balancer.run(service, call, attempt);
    expect(balancer.ejected(service).map(({ port }) => port)).toEqual([8002]);
  });
});

describe('an instance of weight 0', () => {
  const weights = (...all: readonly string[]) =>
    payments.map((each, at) => ({ ...each, metadata: { weight: all[at] ?? '1' } }));
  const balancerOf = (list: readonly Candidate[], more: object = {}) =>
    new LoadBalancer({ source: fixedList({ [service]: list }), strategy: () => weighted(), ...more });
  const get = { idempotent: true };

  it('gets no call, no retry and no call of an ejected neighbour', async () => {
    const balancer = balancerOf(weights('0', '1', '2'), { ejection: { most: 1 } });
    const { tried, attempt } = provider({ 8002: refused, 8003: refused });
    for (let round = 0; round < 5; round++)
      await expect(balancer.run(service, get, attempt)).rejects.toThrow(AllInstancesFailedError);
    expect(new Set(tried)).toEqual(new Set([8002, 8003]));
    expect(balancer.ejected(service)).toHaveLength(2);
  });

  it('is named as the reason if there is no other', async () => {
    const balancer = balancerOf(weights('0', '0', '0'));
    await expect(balancer.run(service, get, provider().attempt)).rejects.toThrow(
      "its instances are filtered out: check their status and the balancer's filters " +
        '(3 filtered out: declined by the strategy, as for weight 0)',
    );
    await expect(balancer.pick(service)).rejects.toThrow(NoInstanceError);
  });
});
