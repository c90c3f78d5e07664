import { changed, ownInstance, type OwnSettings } from './own-instance.js';

const own: OwnSettings = {
  appName: 'cloud-payment-service',
  hostname: 'desk',
  ipAddress: '192.168.1.7',
  preferIpAddress: false,
  leaseRenewalIntervalSecs: 30,
  leaseExpirationDurationSecs: 90,
  metadata: {},
  homePageUrlPath: '/',
  statusPageUrlPath: '/actuator/info',
  healthCheckUrlPath: '/actuator/health',
};
const now = 1_750_000_000_000;

describe('the own instance', () => {
  it('is what a Spring client of the same settings registers', () => {
    expect(ownInstance(own, 8001, now)).toEqual({
      instanceId: 'desk:cloud-payment-service:8001',
      hostName: 'desk',
      app: 'CLOUD-PAYMENT-SERVICE',
      ipAddr: '192.168.1.7',
      status: 'UP',
      overriddenStatus: 'UNKNOWN',
      port: { number: 8001, enabled: true },
      securePort: { number: 443, enabled: false },
      countryId: 1,
      dataCenterInfo: { name: 'MyOwn' },
      leaseInfo: {
        renewalIntervalInSecs: 30,
        durationInSecs: 90,
        registrationTimestamp: 0,
        lastRenewalTimestamp: 0,
        evictionTimestamp: 0,
        serviceUpTimestamp: 0,
      },
      metadata: { 'management.port': '8001' },
      homePageUrl: 'http://desk:8001/',
      statusPageUrl: 'http://desk:8001/actuator/info',
      healthCheckUrl: 'http://desk:8001/actuator/health',
      vipAddress: 'cloud-payment-service',
      secureVipAddress: 'cloud-payment-service',
      isCoordinatingDiscoveryServer: false,
      lastUpdatedTimestamp: now,
      lastDirtyTimestamp: now,
    });
  });

  it('takes the given id as it is', () => {
    expect(ownInstance({ ...own, instanceId: 'payment8001' }, 8001, now).instanceId).toBe('payment8001');
  });

  it('with the address preferred is found by the address, and keeps the id that has the host name', () => {
    const instance = ownInstance({ ...own, preferIpAddress: true }, 8001, now);
    expect(instance).toMatchObject({
      hostName: '192.168.1.7',
      ipAddr: '192.168.1.7',
      instanceId: 'desk:cloud-payment-service:8001',
      statusPageUrl: 'http://192.168.1.7:8001/actuator/info',
    });
  });

  it('keeps the case of its name where callers look it up, and is upper case as an application', () => {
    const { app, vipAddress } = ownInstance({ ...own, appName: 'Payment' }, 1, now);
    expect([app, vipAddress]).toEqual(['PAYMENT', 'Payment']);
  });

  it('sends no empty metadata, and never overwrites what was set', () => {
    const metadata = { zone: 'z1', empty: '', 'management.port': '9001' };
    expect(ownInstance({ ...own, metadata }, 8001, now).metadata).toEqual({
      zone: 'z1',
      'management.port': '9001',
    });
  });

  it('has URLs with one slash, whether or not the paths begin with one', () => {
    expect(ownInstance({ ...own, statusPageUrlPath: 'info' }, 8001, now).statusPageUrl).toBe(
      'http://desk:8001/info',
    );
  });

  it('when changed is newer than before, also under a clock that was set back', () => {
    const before = ownInstance(own, 8001, now);
    expect(changed(before, now + 5).lastDirtyTimestamp).toBe(now + 5);
    expect(changed(before, now).lastDirtyTimestamp).toBe(now + 1);
    expect(changed(before, now - 60_000, 'DOWN')).toEqual({
      ...before,
      status: 'DOWN',
      lastDirtyTimestamp: now + 1,
    });
  });
});
