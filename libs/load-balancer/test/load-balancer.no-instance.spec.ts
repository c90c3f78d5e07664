import { manualClock } from '@eureka-nest/runtime/testing';
import { LoadBalancer, payments, provider, service, source } from './builders/balancer-in-order.js';
import { NoInstanceError } from '../src/core/errors.js';
import { withVersion } from '../src/core/filters.js';
import type { Candidate } from '../src/core/instance-source.js';

describe('a service without instances', () => {
  const call = { idempotent: true };

  it('is looked up again after one refresh, which concurrent calls share', async () => {
    let refreshes = 0;
    let known: readonly Candidate[] = [];
    const balancer = new LoadBalancer({
      source: {
        instances: () => known,
        services: () => ['cloud-payment-service'],
        refresh: async () => {
          refreshes++;
          await Promise.resolve();
          known = payments;
        },
      },
    });
    const { attempt } = provider();
    const responses = await Promise.all([1, 2, 3].map(() => balancer.run(service, call, attempt)));
    expect(responses).toEqual(['payment8001', 'payment8002', 'payment8003']);
    expect(refreshes).toBe(1);
  });

  it('fails with the known names when the refresh did not help', async () => {
    let refreshes = 0;
    const balancer = new LoadBalancer({ source: { ...source, refresh: async () => void refreshes++ } });
    const error = await balancer
      .run('CLOUD-PAYMENT-SERVICEpayment', call, provider().attempt)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NoInstanceError);
    expect(error).toMatchObject({
      service: 'CLOUD-PAYMENT-SERVICEpayment',
      known: ['cloud-payment-service'],
    });
    await expect(balancer.run('OTHER', call, provider().attempt)).rejects.toThrow(
      'No instances available for OTHER',
    );
    expect(refreshes).toBe(2);
  });

  it('reports the filtered-out instances and the age of the list', async () => {
    const balancer = new LoadBalancer({
      source: {
        ...source,
        copyAgeMs: 12_300,
        // EurekaClient implements this method.
        filteredOut: () => [{ why: 'DOWN', count: 2 }],
      },
      filters: [withVersion('2')],
    });
    const error = await balancer.run(service, call, provider().attempt).catch((thrown: unknown) => thrown);
    expect((error as Error).message).toBe(
      'No instances available for CLOUD-PAYMENT-SERVICE: known services are CLOUD-PAYMENT-SERVICE, ' +
        'but its instances are filtered out: check their status ' +
        "and the balancer's filters (2 filtered out: DOWN; 3 filtered out: version 2; the list is 12 s old)",
    );
  });

  it('waits for the refresh no longer than the time limit of the call', async () => {
    const clock = manualClock();
    const balancer = new LoadBalancer({
      source: { ...source, refresh: () => new Promise(() => undefined) },
      clock,
    });
    const error = balancer.run('OTHER', { ...call, timeoutMs: 5 }, provider().attempt);
    await expect(error).rejects.toMatchObject({ code: 'LB_NO_INSTANCE', cause: { code: 'LB_TRY_TIMEOUT' } });
  });

  it('waits for the refresh until the caller aborts', async () => {
    const controller = new AbortController();
    const balancer = new LoadBalancer({ source: { ...source, refresh: () => new Promise(() => undefined) } });
    const error = balancer.run('OTHER', { ...call, signal: controller.signal }, provider().attempt);
    controller.abort(new Error('enough'));
    await expect(error).rejects.toThrow('enough');
  });

  it('fails with the error of the refresh as its cause', async () => {
    const cause = new Error('no registry answers');
    const balancer = new LoadBalancer({ source: { ...source, refresh: () => Promise.reject(cause) } });
    await expect(balancer.run('OTHER', call, provider().attempt)).rejects.toMatchObject({
      code: 'LB_NO_INSTANCE',
      cause,
    });
  });

  it('waits until the caller aborts, for a pick too', async () => {
    const controller = new AbortController();
    const balancer = new LoadBalancer({ source: { ...source, refresh: () => new Promise(() => undefined) } });
    const picked = balancer.pick('OTHER', { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(picked).rejects.toThrow('enough');
  });

  it.each([
    ['a source', { source: { ...source, instances: () => fail('a source') } }],
    ['a strategy', { source, strategy: () => () => fail('a strategy') }],
  ])('rejects when %s throws', async (thrower, parts) => {
    await expect(new LoadBalancer(parts).run(service, call, provider().attempt)).rejects.toThrow(thrower);
  });
});

function fail(message: string): never {
  throw new Error(message);
}
