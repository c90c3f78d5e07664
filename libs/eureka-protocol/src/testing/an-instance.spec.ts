import { anInstance } from './an-instance.js';

it('is a provider of the course unless told otherwise', () => {
  expect(anInstance()).toMatchObject({
    app: 'CLOUD-PAYMENT-SERVICE',
    instanceId: 'payment8001',
    port: { number: 8001, enabled: true },
    status: 'UP',
    leaseInfo: { renewalIntervalInSecs: 30, durationInSecs: 90 },
    vipAddress: 'cloud-payment-service',
  });
});

it('takes over what a spec cares about, and makes the rest fit', () => {
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
