import { isSharedByWorkers, nextVersion, ownInstance, type InstanceSettings } from './own-instance.js';

const own: InstanceSettings = {
  appName: 'cloud-payment-service',
  hostname: 'desk',
  ipAddress: '192.168.1.7',
  preferIpAddress: false,
  securePortEnabled: false,
  nonSecurePortEnabled: true,
  initialStatus: 'UP',
  leaseRenewalIntervalSecs: 30,
  leaseExpirationDurationSecs: 90,
  metadata: {},
  homePageUrlPath: '/',
  statusPageUrlPath: '/actuator/info',
  healthCheckUrlPath: '/actuator/health',
};
const now = 1_750_000_000_000;
const made = (more: Partial<InstanceSettings> = {}, port = 8001) =>
  ownInstance({ ...own, ...more }, port, now, () => 0);

describe('the own instance', () => {
  it('has the number of its worker in the default id, since workers share a port', () => {
    expect(made({ worker: 3 }).instanceId).toBe('desk:cloud-payment-service:8001:3');
    expect(made({ worker: 3, instanceId: 'one' }).instanceId).toBe('one');
  });

  it.each<[Partial<InstanceSettings>, boolean]>([
    [{ worker: 3, instanceId: 'one' }, true],
    [{ worker: 3, instanceId: '${hostname}:${port}' }, true],
    [{ worker: 3, instanceId: '${appName}:${random}' }, false],
    [{ worker: 3, instanceId: '${appName}:${random.value}' }, false],
    [{ worker: 3 }, false],
    [{ instanceId: 'one' }, false],
  ])('with %j shares its id with other workers: %s', (more, expected) =>
    expect(isSharedByWorkers({ ...own, ...more })).toBe(expected),
  );

  it('is what a Spring client with the same settings registers', () => {
    expect(made()).toEqual({
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

  it('uses a configured id unchanged', () => {
    expect(made({ instanceId: 'payment8001' }, 8001).instanceId).toBe('payment8001');
  });

  it('with preferIpAddress has the address as its host, and still the host name in its id', () => {
    const instance = made({ preferIpAddress: true }, 8001);
    expect(instance).toMatchObject({
      hostName: '192.168.1.7',
      ipAddr: '192.168.1.7',
      instanceId: 'desk:cloud-payment-service:8001',
      statusPageUrl: 'http://192.168.1.7:8001/actuator/info',
    });
  });

  it('retains the case of its name in its VIP, and is upper case as an application', () => {
    const { app, vipAddress } = made({ appName: 'Payment' }, 1);
    expect([app, vipAddress]).toEqual(['PAYMENT', 'Payment']);
  });

  it('has no empty metadata, and never overwrites configured values', () => {
    const metadata = { zone: 'z1', empty: '', 'management.port': '9001' };
    expect(made({ metadata }, 8001).metadata).toEqual({
      zone: 'z1',
      'management.port': '9001',
    });
  });

  it('has URLs with one slash, even if a path starts without one', () => {
    expect(made({ statusPageUrlPath: 'info' }, 8001).statusPageUrl).toBe('http://desk:8001/info');
  });

  it('gets a newer version with each change, even if the clock was set back', () => {
    const before = made();
    expect(nextVersion(before, now + 5).lastDirtyTimestamp).toBe(now + 5);
    expect(nextVersion(before, now).lastDirtyTimestamp).toBe(now + 1);
    expect(nextVersion(before, now - 60_000, { status: 'DOWN' })).toEqual({
      ...before,
      status: 'DOWN',
      lastDirtyTimestamp: now + 1,
    });
  });

  it('is the same object if an edit changes nothing', () => {
    const before = made({ metadata: { zone: 'z1' } });
    expect(nextVersion(before, now, { status: 'UP', metadata: { zone: 'z1', none: '' } })).toBe(before);
  });

  it('merges metadata, and removes a key whose value is empty', () => {
    const before = made({ metadata: { zone: 'z1', version: '1' } });
    const after = nextVersion(before, now, { metadata: { version: '2', zone: '' } });
    expect(after.metadata).toEqual({ 'management.port': '8001', version: '2' });
    expect(after.lastDirtyTimestamp).toBe(now + 1);
  });

  it('has both ports and secure URLs with TLS', () => {
    expect(made({ securePortEnabled: true })).toMatchObject({
      port: { number: 8001, enabled: true },
      securePort: { number: 8001, enabled: true },
      healthCheckUrl: 'http://desk:8001/actuator/health',
      secureHealthCheckUrl: 'https://desk:8001/actuator/health',
    });
    expect(made({ securePortEnabled: true, nonSecurePortEnabled: false })).toMatchObject({
      port: { enabled: false },
      statusPageUrl: 'https://desk:8001/actuator/info',
    });
  });

  it('has a secure port of its own if configured', () => {
    const both = { securePortEnabled: true, securePort: 8443 };
    expect(made(both)).toMatchObject({
      port: { number: 8001, enabled: true },
      securePort: { number: 8443, enabled: true },
      homePageUrl: 'http://desk:8001/',
      secureHealthCheckUrl: 'https://desk:8443/actuator/health',
    });
    expect(made({ ...both, nonSecurePortEnabled: false })).toMatchObject({
      port: { enabled: false },
      homePageUrl: 'https://desk:8443/',
      healthCheckUrl: 'https://desk:8443/actuator/health',
    });
    expect(made({ securePort: 8443 }).securePort).toEqual({ number: 8443, enabled: false });
  });

  it('has an IPv6 address in brackets in its URLs', () => {
    expect(made({ preferIpAddress: true, ipAddress: 'fd00::5' })).toMatchObject({
      hostName: 'fd00::5',
      ipAddr: 'fd00::5',
      homePageUrl: 'http://[fd00::5]:8001/',
      healthCheckUrl: 'http://[fd00::5]:8001/actuator/health',
    });
    expect(made({ hostname: '[fd00::5]' }).homePageUrl).toBe('http://[fd00::5]:8001/');
  });

  it('has the configured names', () => {
    expect(
      made({ virtualHostName: 'Books,Toys', appGroupName: 'shops', initialStatus: 'STARTING' }),
    ).toMatchObject({
      vipAddress: 'Books,Toys',
      secureVipAddress: 'Books,Toys',
      appGroupName: 'SHOPS',
      status: 'STARTING',
    });
  });
});
