import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { LoadBalancer } from '../load-balancer.js';
import { LoadBalancerModule } from '../nest/index.js';
import { aCandidate, MutableSource } from '../testing/index.js';
import { LoadBalancerHealth, type LoadBalancerHealthOptions } from './index.js';

describe('the health of services', () => {
  const source = Object.assign(new MutableSource(), { copyAgeMs: 1_200 });

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

  it('shows the number of instances of each, and the age of the list', async () => {
    expect(await check({})).toMatchObject({
      status: 'ok',
      details: {
        services: {
          status: 'up',
          ageMs: 1_200,
          services: { payment: { instances: 2, ejected: [] }, stock: { instances: 0, ejected: [] } },
        },
      },
    });
  });

  it('does not count an instance whose address makes no URL', async () => {
    source.set('payment', [aCandidate(8001), aCandidate(99_999)]);
    const options = { services: ['payment'], leastInstances: 2 };
    expect((await check(options)).status).toBe('error');
  });

  it.each([
    [{ services: ['payment'] }, 'ok'],
    [{ services: ['payment', 'stock'] }, 'too few instances of stock'],
    [{ services: ['payment'], leastInstances: 3 }, 'too few instances of payment'],
    [{ services: ['payment'], mostAgeMs: 1_000 }, 'the list is 1 s old'],
    [{ services: ['payment'], mostAgeMs: 5_000 }, 'ok'],
  ])('with %j is: %s', async (options, expected) => {
    const { status, details } = await check(options);
    if (expected === 'ok') expect(status).toBe('ok');
    else expect(details.services).toMatchObject({ status: 'down', message: expected });
  });

  it('names the ejected instances', async () => {
    const balancer = new LoadBalancer({ source });
    const { candidate, done } = await balancer.pick('payment');
    done(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    const testing = await Test.createTestingModule({
      imports: [TerminusModule],
      providers: [LoadBalancerHealth, { provide: LoadBalancer, useValue: balancer }],
    }).compile();
    expect(testing.get(LoadBalancerHealth).isHealthy('services')).toMatchObject({
      services: { services: { payment: { ejected: [candidate.instanceId] } } },
    });
    await testing.close();
  });
});
