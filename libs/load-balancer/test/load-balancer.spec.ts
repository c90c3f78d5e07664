import { manualClock } from '@eureka-nest/runtime/testing';
import {
  cancelled,
  LoadBalancer,
  payments,
  provider,
  refused,
  reset,
  service,
  source,
} from './builders/balancer-in-order.js';
import { AllInstancesFailedError, MaybeSentError } from '../src/core/errors.js';
import { type Candidate, fixedList } from '../src/core/instance-source.js';
import type { Strategy } from '../src/core/strategies/strategy.js';

describe('choose()', () => {
  it('takes turns, whatever the case of the name', () => {
    const balancer = new LoadBalancer({ source });
    const names = [service, 'cloud-payment-service', 'Cloud-Payment-Service', service];
    expect(names.map((name) => balancer.choose(name)?.port)).toEqual([8001, 8002, 8003, 8001]);
  });

  it('keeps the turns of each service apart', () => {
    const balancer = new LoadBalancer({ source: fixedList({ a: payments, b: payments }) });
    expect(['a', 'b', 'a', 'b'].map((name) => balancer.choose(name)?.port)).toEqual([8001, 8001, 8002, 8002]);
  });

  it('returns undefined for an unknown service', () => {
    expect(new LoadBalancer({ source }).choose('OTHER')).toBeUndefined();
  });

  it('uses the given strategy', () => {
    const balancer = new LoadBalancer({ source, strategy: () => (all) => all.at(-1) });
    expect(balancer.choose(service)?.port).toBe(8003);
  });
});

describe('a call', () => {
  const get = { idempotent: true };
  const post = { idempotent: false };
  let balancer: LoadBalancer;

  const firstOfAll =
    (): Strategy =>
    ([first]) =>
      first;

  beforeEach(() => {
    balancer = new LoadBalancer({ source, strategy: firstOfAll });
  });

  it.each([
    ['a GET that succeeds', get, {}, [8001], 'payment8001'],
    ['a GET that is refused', get, { 8001: refused }, [8001, 8002], 'payment8002'],
    ['a GET that breaks', get, { 8001: reset }, [8001, 8002], 'payment8002'],
    [
      'a GET that is refused and then breaks',
      get,
      { 8001: refused, 8002: reset },
      [8001, 8002, 8003],
      'payment8003',
    ],
    ['a POST that is refused', post, { 8001: refused }, [8001, 8002], 'payment8002'],
    [
      'a POST that is refused twice',
      post,
      { 8001: refused, 8002: refused },
      [8001, 8002, 8003],
      'payment8003',
    ],
  ])('%s tries instances until one responds', async (_, call, failing, order, response) => {
    const { tried, attempt } = provider(failing);
    await expect(balancer.run(service, call, attempt)).resolves.toBe(response);
    expect(tried).toEqual(order);
  });

  it.each([
    ['a POST that breaks', post, { 8001: reset }, [8001], MaybeSentError, 'LB_MAYBE_SENT'],
    [
      'a POST that is refused and then breaks',
      post,
      { 8001: refused, 8002: reset },
      [8001, 8002],
      MaybeSentError,
      'LB_MAYBE_SENT',
    ],
    [
      'a GET refused by all',
      get,
      { 8001: refused, 8002: refused, 8003: refused },
      [8001, 8002, 8003],
      AllInstancesFailedError,
      'LB_ALL_FAILED',
    ],
    [
      'a POST refused by all',
      post,
      { 8001: refused, 8002: refused, 8003: refused },
      [8001, 8002, 8003],
      AllInstancesFailedError,
      'LB_ALL_FAILED',
    ],
    ['a GET that is cancelled', get, { 8001: cancelled }, [8001], Error, 'ERR_CANCELED'],
    ['a POST that is cancelled', post, { 8001: cancelled }, [8001], Error, 'ERR_CANCELED'],
  ])('%s fails without another try', async (_, call, failing, order, type, code) => {
    const { tried, attempt } = provider(failing);
    const error = await balancer.run(service, call, attempt).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ code });
    expect(tried).toEqual(order);
  });

  it('is tried on no more instances than it allows', async () => {
    const { tried, attempt } = provider({ 8001: refused });
    await expect(balancer.run(service, { ...get, maxTries: 1 }, attempt)).rejects.toThrow(
      AllInstancesFailedError,
    );
    expect(tried).toEqual([8001]);
  });

  it('is not retried after its time limit', async () => {
    const clock = manualClock();
    balancer = new LoadBalancer({ source, clock });
    const { tried, attempt } = provider({ 8001: reset });
    const slow = (candidate: Candidate) => (clock.advance(500), attempt(candidate));
    await expect(balancer.run(service, { ...get, timeoutMs: 500 }, slow)).rejects.toThrow(
      'the time limit of the call is over',
    );
    expect(tried).toEqual([8001]);
  });
});

describe('an instance that failed', () => {
  const clock = manualClock();
  const lines: string[] = [];
  const logger = {
    log: (line: string) => void lines.push(line),
    warn: (line: string) => void lines.push(line),
  };
  const callTimes = async (
    balancer: LoadBalancer,
    attempt: (candidate: Candidate) => Promise<string>,
    times: number,
  ) => {
    for (let call = 0; call < times; call++)
      await balancer.run(service, { idempotent: true }, attempt).catch(() => undefined);
  };

  beforeEach(() => lines.splice(0));

  it('is ejected while there are others, and readmitted when it responds', async () => {
    const balancer = new LoadBalancer({ source, clock, ejectionMs: 10_000, logger });
    const { tried, attempt, failing } = provider({ 8002: refused });
    await callTimes(balancer, attempt, 6);
    expect(tried.filter((port) => port === 8002)).toHaveLength(1);

    delete failing[8002];
    clock.advance(10_000);
    tried.splice(0);
    await callTimes(balancer, attempt, 6);
    expect(tried.sort()).toEqual([8001, 8001, 8002, 8002, 8003, 8003]);
    expect(lines).toEqual([
      'ejected payment8002 of CLOUD-PAYMENT-SERVICE, next probe in 10 s: connect ECONNREFUSED',
      'readmitted payment8002 of CLOUD-PAYMENT-SERVICE',
    ]);
  });

  it('is logged once, however often it fails', async () => {
    const balancer = new LoadBalancer({ source, clock, logger });
    const { tried, attempt } = provider({ 8002: refused });
    for (let round = 0; round < 5; round++) {
      await callTimes(balancer, attempt, 6);
      clock.advance(10_000);
    }
    expect(tried.filter((port) => port === 8002)).toHaveLength(5);
    expect(lines).toHaveLength(1);
  });

  it('is still tried when there is no other', async () => {
    const balancer = new LoadBalancer({ source, clock });
    const { attempt, failing } = provider({ 8001: refused, 8002: refused, 8003: refused });
    await callTimes(balancer, attempt, 1);
    delete failing[8003];
    await expect(balancer.run(service, { idempotent: true }, attempt)).resolves.toBe('payment8003');
  });

  it('is tried at once when it left the list and came back, since it was restarted', async () => {
    let listed = payments;
    const balancer = new LoadBalancer({ source: { ...source, instances: () => listed }, clock });
    const { tried, attempt, failing } = provider({ 8002: refused });
    await callTimes(balancer, attempt, 3);
    listed = payments.filter(({ port }) => port !== 8002);
    await callTimes(balancer, attempt, 1);
    listed = payments;
    delete failing[8002];
    tried.splice(0);
    await callTimes(balancer, attempt, 3);
    expect(tried.sort()).toEqual([8001, 8002, 8003]);
  });

  it('is tried at once when it registered anew, even if it never left the list', async () => {
    let listed = payments;
    const balancer = new LoadBalancer({ source: { ...source, instances: () => listed }, clock });
    const { tried, attempt, failing } = provider({ 8002: refused });
    await callTimes(balancer, attempt, 3);
    listed = payments.map((each) => (each.port === 8002 ? { ...each, version: 2 } : each));
    delete failing[8002];
    tried.splice(0);
    await callTimes(balancer, attempt, 3);
    expect(tried.sort()).toEqual([8001, 8002, 8003]);
  });

  it('does not count as failed when the call was cancelled', async () => {
    const balancer = new LoadBalancer({ source, clock });
    const { tried, attempt } = provider({ 8001: cancelled });
    await callTimes(balancer, attempt, 4);
    expect(tried).toEqual([8001, 8002, 8003, 8001]);
  });
});
