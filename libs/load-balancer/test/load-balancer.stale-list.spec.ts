import { manualClock } from '@eureka-nest/runtime/testing';
import { LoadBalancer, payments, provider, refused, reset, service } from './builders/balancer-in-order.js';
import { AllInstancesFailedError, MaybeSentError } from '../src/core/errors.js';
import type { Candidate } from '../src/core/instance-source.js';
import type { RetryPolicy } from '../src/core/retry/retry-policy.js';

const [first, second, third] = payments as readonly [Candidate, Candidate, Candidate];
const get = { idempotent: true };
const post = { idempotent: false };

describe('a call whose known instances all refuse', () => {
  let known: readonly Candidate[];
  let refreshed: readonly Candidate[];
  let refreshes: number;
  const make = (retry: Partial<RetryPolicy> = {}, refresh?: () => Promise<void>) =>
    new LoadBalancer({
      source: {
        instances: () => known,
        services: () => [service],
        refresh: async () => {
          refreshes++;
          await refresh?.();
          known = refreshed;
        },
      },
      retry: { backOffMs: 0, ...retry },
      clock: manualClock(),
    });

  beforeEach(() => {
    refreshes = 0;
    known = [first, second];
    refreshed = [first, second, third];
  });

  it.each([
    ['a GET', get, { 8001: refused, 8002: refused }, [8001, 8002, 8003]],
    ['a POST', post, { 8001: refused, 8002: refused }, [8001, 8002, 8003]],
    ['a GET, one of them breaking first', get, { 8001: reset, 8002: refused }, [8001, 8002, 8003]],
    ['a GET, one of them breaking last', get, { 8001: refused, 8002: reset }, [8001, 8002, 8003]],
  ])('asks the source again: %s', async (_, call, failing, order) => {
    const { tried, attempt } = provider(failing);
    expect(await make().run(service, call, attempt)).toBe('payment8003');
    expect(tried).toEqual(order);
    expect(refreshes).toBe(1);
  });

  it('tries an instance again that has been restarted', async () => {
    known = [first];
    refreshed = [{ ...first, instanceId: 'restarted', version: 2 }];
    const attempt = ({ instanceId }: Candidate) =>
      instanceId === 'restarted' ? Promise.resolve(instanceId) : Promise.reject(refused());
    expect(await make().run(service, post, attempt)).toBe('restarted');
  });

  it('asks once, however many attempts there are', async () => {
    refreshed = [first, second];
    const { tried, attempt } = provider({ 8001: refused, 8002: refused });
    const call = make({ attempts: 5 }).run(service, get, attempt);
    await expect(call).rejects.toBeInstanceOf(AllInstancesFailedError);
    expect([tried.length, refreshes]).toEqual([5, 1]);
  });

  it('asks once if the new instance refuses too', async () => {
    const { tried, attempt } = provider({ 8001: refused, 8002: refused, 8003: refused });
    await expect(make().run(service, post, attempt)).rejects.toMatchObject({ tries: { length: 3 } });
    expect([tried, refreshes]).toEqual([[8001, 8002, 8003], 1]);
  });

  it('does not ask when something may have been sent to each', async () => {
    const broken = provider({ 8001: reset, 8002: reset });
    await expect(make().run(service, get, broken.attempt)).rejects.toBeInstanceOf(AllInstancesFailedError);
    await expect(make().run(service, post, broken.attempt)).rejects.toBeInstanceOf(MaybeSentError);
    expect(refreshes).toBe(0);
  });

  it('does not ask when no further attempt is allowed', async () => {
    const { attempt } = provider({ 8001: refused, 8002: refused });
    const call = make({ attempts: 2 }).run(service, get, attempt);
    await expect(call).rejects.toBeInstanceOf(AllInstancesFailedError);
    expect(refreshes).toBe(0);
  });

  it('fails as before when the source is unavailable', async () => {
    const { attempt } = provider({ 8001: refused, 8002: refused });
    const call = make({}, () => Promise.reject(new Error('no registry'))).run(service, get, attempt);
    await expect(call).rejects.toMatchObject({ code: 'LB_ALL_FAILED', tries: { length: 2 } });
  });

  it('ends when the caller aborts while the source is asked', async () => {
    const controller = new AbortController();
    const { attempt } = provider({ 8001: refused, 8002: refused });
    const hanging = async () => {
      controller.abort(new Error('enough'));
      await new Promise(() => undefined);
    };
    const call = make({}, hanging).run(service, { ...get, signal: controller.signal }, attempt);
    await expect(call).rejects.toThrow('enough');
  });

  it('returns the response that it kept if the source has nothing better', async () => {
    refreshed = known;
    const attempt = ({ port }: Candidate) =>
      port === 8001 ? Promise.resolve(503) : Promise.reject(refused());
    const call = { ...get, responseStatus: (status: number) => status };
    expect(await make({ retryOn: [503] }).run(service, call, attempt)).toBe(503);
    expect(refreshes).toBe(1);
  });
});
