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
import { byHint, each } from '../src/core/filters.js';
import { type Candidate, fixedList } from '../src/core/instance-source.js';
import { powerOfTwo } from '../src/core/strategies/least-loaded.js';
import { sticky } from '../src/core/strategies/sticky.js';
import { roundRobin } from '../src/core/strategies/strategy.js';

describe('what may be tried again', () => {
  const get = { idempotent: true };
  const clock = manualClock();
  const failing = { 8001: reset, 8002: reset, 8003: reset };

  it('is limited by the attempts of the policy', async () => {
    const balancer = new LoadBalancer({ source, clock, retry: { attempts: 2 } });
    const { asked, attempt } = provider(failing);
    await expect(balancer.run(service, get, attempt)).rejects.toThrow(AllInstancesFailedError);
    expect(asked).toEqual([8001, 8002]);
  });

  it('may be more than there are instances: then they are asked again, after a pause', async () => {
    const balancer = new LoadBalancer({
      source,
      clock,
      retry: { attempts: 5, backOffMs: 1 },
      chance: () => 0.5,
    });
    const { asked, attempt } = provider(failing);
    await expect(balancer.run(service, get, attempt)).rejects.toThrow(AllInstancesFailedError);
    expect(asked.slice(0, 3).sort()).toEqual([8001, 8002, 8003]);
    expect(asked).toHaveLength(5);
  });

  it('is limited by the budget, and says so', async () => {
    const retry = { budget: { share: 0.2, perSecond: 0 } };
    const balancer = new LoadBalancer({ source, clock, retry });
    const { asked, attempt } = provider(failing);
    const errors = [];
    for (let call = 0; call < 100; call++)
      errors.push(await balancer.run(service, get, attempt).catch((error: unknown) => error));
    expect(asked).toHaveLength(120);
    expect(String(errors.at(-1))).toContain('the retries of this service are used up (20 % of its calls)');
  });

  it('is not limited by the budget where nothing was sent', async () => {
    const retry = { budget: { share: 0.2, perSecond: 0 } };
    const balancer = new LoadBalancer({ source, clock, retry });
    const { asked, attempt } = provider({ 8001: refused, 8002: refused });
    for (let call = 0; call < 5; call++) await balancer.run(service, get, attempt);
    expect(asked.filter((port) => port === 8003)).toHaveLength(5);
  });

  it('may be said for one call', async () => {
    const balancer = new LoadBalancer({ source, clock });
    const { asked, attempt } = provider(failing);
    await balancer.run(service, { ...get, retry: { attempts: 1 } }, attempt).catch(() => undefined);
    expect(asked).toEqual([8001]);
  });

  it('is told to whoever makes the tries, with the time that is left for each', async () => {
    const balancer = new LoadBalancer({ source, clock, retry: { perTryTimeoutMs: 300 } });
    const told: unknown[] = [];
    const call = { ...get, timeoutMs: 500 };
    await balancer
      .run(service, call, async ({ port }, { number, limitMs }) => {
        told.push([port, number, limitMs]);
        clock.advance(250);
        throw reset();
      })
      .catch(() => undefined);
    expect(told).toEqual([
      [8001, 0, 300],
      [8002, 1, 250],
    ]);
  });

  it('gives every instance that is left its share of a dead one, and not its neighbour all of it', async () => {
    const balancer = new LoadBalancer({ source, clock, ejection: { most: 0 } });
    const { asked, attempt } = provider({ 8001: refused });
    for (let call = 0; call < 600; call++) await balancer.run(service, get, attempt);
    expect([8002, 8003].map((port) => asked.filter((each) => each === port).length)).toEqual([300, 300]);
  });
});

describe('what is different for a service', () => {
  const get = { idempotent: true };

  it('stands under its name, in whatever case', async () => {
    const balancer = new LoadBalancer({
      source,
      services: { 'Cloud-Payment-Service': { strategy: () => (all) => all.at(-1), retry: { attempts: 1 } } },
    });
    const { asked, attempt } = provider({ 8003: reset });
    await expect(balancer.run(service, get, attempt)).rejects.toThrow(AllInstancesFailedError);
    expect(asked).toEqual([8003]);
  });

  it('may be said later', () => {
    const balancer = new LoadBalancer({ source });
    balancer.configure(service, { filters: [each('port 8002', ({ port }) => port === 8002)] });
    expect(balancer.choose(service)?.port).toBe(8002);
  });

  it('sends calls with one key to one instance', async () => {
    const balancer = new LoadBalancer({ source, strategy: () => sticky(roundRobin()) });
    const { asked, attempt } = provider();
    for (let call = 0; call < 6; call++) await balancer.run(service, { ...get, key: 'user-31' }, attempt);
    expect(new Set(asked).size).toBe(1);
  });

  it('follows the hint of a call', async () => {
    const list = payments.map((each) => ({
      ...each,
      metadata: { version: each.port === 8003 ? 'canary' : '1' },
    }));
    const balancer = new LoadBalancer({
      source: fixedList({ [service]: list }),
      filters: [byHint('version')],
    });
    const { asked, attempt } = provider();
    for (let call = 0; call < 3; call++) await balancer.run(service, { ...get, hint: 'canary' }, attempt);
    expect(asked).toEqual([8003, 8003, 8003]);
  });

  it('counts the calls that are under way', async () => {
    const balancer = new LoadBalancer({ source, strategy: () => powerOfTwo(() => 0) });
    const first = await balancer.pick(service);
    const second = await balancer.pick(service);
    expect(first.candidate).not.toBe(second.candidate);
    first.done();
    first.done();
    expect((await balancer.pick(service)).candidate).toBe(first.candidate);
  });
});

describe('an instance that was picked for something else than HTTP', () => {
  it('is left out when the work failed', async () => {
    const balancer = new LoadBalancer({ source });
    const { candidate, done } = await balancer.pick(service);
    done(refused());
    expect(balancer.leftOut(service)).toEqual([candidate]);
    for (let pick = 0; pick < 4; pick++) expect((await balancer.pick(service)).candidate).not.toBe(candidate);
  });

  it('is not blamed for a mistake of its caller', async () => {
    const balancer = new LoadBalancer({ source });
    const { done } = await balancer.pick(service);
    done(new TypeError('x is not a function'));
    expect(balancer.leftOut(service)).toEqual([]);
  });

  it('is nobody, with an error that helps, where nobody is', async () => {
    await expect(new LoadBalancer({ source }).pick('OTHER')).rejects.toThrow(NoInstanceError);
  });
});

describe('a 5xx', () => {
  it('is an answer, but whoever gives it much more often than the others is left out', async () => {
    const clock = manualClock();
    const balancer = new LoadBalancer({ source, clock });
    const attempt = async ({ port }: Candidate) => (port === 8002 ? 500 : 200);
    const call = { idempotent: true, statusOf: (status: number) => status };
    for (let turn = 0; turn < 90; turn++) await balancer.run(service, call, attempt);
    clock.advance(10_000);
    await balancer.run(service, call, attempt);
    expect(balancer.leftOut(service).map(({ port }) => port)).toEqual([8002]);
  });
});
