import { anInstance } from './an-instance.js';

it('builds a provider of the course by default', () => {
  expect(anInstance()).toMatchObject({
    app: 'CLOUD-PAYMENT-SERVICE',
    instanceId: 'payment8001',
    port: { number: 8001, enabled: true },
    status: 'UP',
    leaseInfo: { renewalIntervalInSecs: 30, durationInSecs: 90 },
    vipAddress: 'cloud-payment-service',
  });
});

it('takes the given fields and derives the others from them', () => {
  const order = anInstance({ app: 'cloud-order-service', port: 80, leaseSecs: 3, status: 'DOWN' });
  expect(order).toMatchObject({
    app: 'CLOUD-ORDER-SERVICE',
    port: { number: 80, enabled: true },
    leaseInfo: { renewalIntervalInSecs: 1, durationInSecs: 3 },
    status: 'DOWN',
    vipAddress: 'cloud-order-service',
    homePageUrl: 'http://localhost:80/',
  });
  expect(order).not.toHaveProperty('leaseSecs');
});
