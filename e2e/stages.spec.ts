import { consumer, providers, registries } from './harness/app-names.js';
import { Demo } from './harness/demo.js';
import { eventually } from './harness/eventually.js';
import { listed, up } from './harness/registry-view.js';
import { balancedOver, respondingProvider, respondingProviders } from './harness/rotation.js';

const [first] = providers;

describe('the stages of the course', () => {
  let demo: Demo;
  /** Settings of a consumer that calls the provider by its address. */
  let fixedAddress: Record<string, string>;

  beforeAll(async () => {
    demo = await Demo.prepare();
    fixedAddress = { PAYMENT_SERVICE_URL: demo.url(first, ''), SPRING_CLOUD_LOADBALANCER_ENABLED: 'false' };
  });
  afterAll(() => demo.close());

  it('stage A works without a registry', async () => {
    const noRegistry = { EUREKA_CLIENT_ENABLED: 'false' };
    await Promise.all([
      demo.startWith(first, noRegistry),
      demo.startWith(consumer, { ...noRegistry, ...fixedAddress }),
    ]);
    expect(await respondingProvider(demo)).toBe(first);
  });

  it('stage B lists two names in one registry, and still calls the fixed address', async () => {
    await demo.start('eureka-7001');
    await Promise.all([demo.restartWith(first), demo.restartWith(consumer, fixedAddress)]);
    await eventually(async () => {
      expect(await listed(demo, 'eureka-7001', 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, [first]));
      expect(await listed(demo, 'eureka-7001', 'CLOUD-ORDER-SERVICE')).toEqual(up(demo, [consumer]));
    });
    expect(await respondingProvider(demo)).toBe(first);
  });

  it('stage C lists the same on both registries', async () => {
    await demo.start('eureka-7002');
    await eventually(async () => {
      for (const registry of registries) {
        expect(await listed(demo, registry, 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, [first]));
        expect(await listed(demo, registry, 'CLOUD-ORDER-SERVICE')).toEqual(up(demo, [consumer]));
      }
    });
    expect(await respondingProvider(demo)).toBe(first);
  });

  it('#10 stage D, six calls: 8001 six times, although three instances are listed', async () => {
    await demo.start(providers[1], providers[2]);
    await eventually(async () => {
      expect(await listed(demo, 'eureka-7002', 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, providers));
    });
    expect(await respondingProviders(demo, 6)).toEqual(Array(6).fill(first));
  });

  it('#11 stage E fails with HTTP 500 that names CLOUD-PAYMENT-SERVICE', async () => {
    await demo.restartWith(consumer, {
      PAYMENT_SERVICE_URL: 'http://CLOUD-PAYMENT-SERVICE',
      SPRING_CLOUD_LOADBALANCER_ENABLED: 'false',
    });
    const { status, body } = await demo.ask('/consumer/payment/get/31');
    expect(status).toBe(500);
    expect(body).toEqual({
      code: expect.any(Number),
      message: expect.stringContaining('CLOUD-PAYMENT-SERVICE'),
      data: null,
    });
  });

  it('#12 differently: a trailing slash of the base is optional; an unknown name is reported', async () => {
    await demo.restartWith(consumer, { PAYMENT_SERVICE_URL: 'http://CLOUD-PAYMENT-SERVICE/' });
    await balancedOver(demo, providers);
    await demo.restartWith(consumer, { PAYMENT_SERVICE_URL: 'http://CLOUD-PAYMENT-SERVICEpayment' });
    const { status, text } = await demo.ask('/consumer/payment/get/31');
    expect(status).toBe(503);
    expect(text.toLowerCase()).toContain('cloud-payment-servicepayment');
  });

  it('stage F takes turns, and needs no setting', async () => {
    await demo.restartWith(consumer);
    await balancedOver(demo, providers);
  });

  it('#17 differently: without any provider stage F responds with 503 (Spring: 500), with the same text', async () => {
    await Promise.all(providers.map((each) => demo.stop(each)));
    await eventually(async () => {
      const { status, body } = await demo.ask('/consumer/payment/get/31');
      expect(status).toBe(503);
      expect(body).toMatchObject({
        message: expect.stringContaining('No instances available for CLOUD-PAYMENT-SERVICE'),
        data: null,
      });
    });
  });
});
