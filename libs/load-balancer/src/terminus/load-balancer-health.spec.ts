import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { LoadBalancer } from '../load-balancer.js';
import { LoadBalancerModule } from '../nest/index.js';
import { aCandidate, MovingSource } from '../testing/index.js';
import { LoadBalancerHealth, type LoadBalancerHealthOptions } from './index.js';

describe('the health of services', () => {
  const source = Object.assign(new MovingSource(), { copyAgeMs: 1_200 });

  const check = async (options: LoadBalancerHealthOptions) => {
    const testing = await Test.createTestingModule({
      imports: [LoadBalancerModule.forRoot({ source }), TerminusModule.forRoot({ logger: false })],
      providers: [LoadBalancerHealth],
    }).compile();
    const health = testing.get(LoadBalancerHealth);
    const outcome = await testing
      .get(HealthCheckService)
      .check([() => health.isHealthy('services', options)])
      .catch((error: { response: unknown }) => error.response);
    await testing.close();
    return outcome as { status: string; details: { services: unknown } };
  };

  beforeEach(() => {
    source.set('payment', [aCandidate(8001), aCandidate(8002)]);
    source.set('stock', []);
  });

  it('tells how many instances each has, and how old that knowledge is', async () => {
    expect(await check({})).toMatchObject({
      status: 'ok',
      details: {
        services: {
          status: 'up',
          ageMs: 1_200,
          services: { payment: { instances: 2, leftOut: [] }, stock: { instances: 0, leftOut: [] } },
        },
      },
    });
  });

  it.each([
    [{ services: ['payment'] }, 'ok'],
    [{ services: ['payment', 'stock'] }, 'too few instances of stock'],
    [{ services: ['payment'], leastInstances: 3 }, 'too few instances of payment'],
    [{ services: ['payment'], mostAgeMs: 1_000 }, 'the list is 1 s old'],
    [{ services: ['payment'], mostAgeMs: 5_000 }, 'ok'],
  ])('with %j is: %s', async (options, said) => {
    const { status, details } = await check(options);
    if (said === 'ok') expect(status).toBe('ok');
    else expect(details.services).toMatchObject({ status: 'down', message: said });
  });

  it('names the instances that are left out', async () => {
    const balancer = new LoadBalancer({ source });
    const { candidate, done } = await balancer.pick('payment');
    done(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    const testing = await Test.createTestingModule({
      imports: [TerminusModule],
      providers: [LoadBalancerHealth, { provide: LoadBalancer, useValue: balancer }],
    }).compile();
    expect(testing.get(LoadBalancerHealth).isHealthy('services')).toMatchObject({
      services: { services: { payment: { leftOut: [candidate.instanceId] } } },
    });
    await testing.close();
  });
});
