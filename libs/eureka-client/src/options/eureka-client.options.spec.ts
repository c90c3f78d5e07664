import { EurekaClient } from '../eureka-client.js';
import { fromEnv, InvalidOptionError, settingsOf } from '@eureka-nest/runtime';
import { EurekaClientOptions } from './eureka-client.options.js';

describe('the options of a client', () => {
  it('are Spring’s by default', () => {
    expect({ ...new EurekaClientOptions() }).toEqual({
      enabled: true,
      serviceUrls: ['http://localhost:8761/eureka/'],
      serviceUrlsByZone: {},
      availabilityZones: ['defaultZone'],
      preferSameZone: true,
      useDnsForServiceUrls: false,
      region: 'us-east-1',
      dnsPort: 8761,
      dnsContext: 'eureka',
      serviceUrlPollIntervalSecs: 300,
      registerWithEureka: true,
      fetchRegistry: true,
      enforceRegistrationAtInit: false,
      enforceFetchAtInit: false,
      registryFetchIntervalSecs: 30,
      disableDelta: false,
      followChanges: true,
      presence: true,
      clientDataAccept: 'full',
      gzipContent: true,
      filterOnlyUpInstances: true,
      maxAnswerMegabytes: 64,
      healthIntervalSecs: 30,
      shouldUnregisterOnShutdown: true,
      drainMs: 0,
      lingerMs: 200,
      connectTimeoutSecs: 5,
      readTimeoutSecs: 8,
      backOffCapMs: 2000,
      appName: 'unknown',
      ignoredInterfaces: [],
      preferredNetworks: [],
      useOnlySiteLocalInterfaces: false,
      preferIpAddress: false,
      nonSecurePortEnabled: true,
      securePortEnabled: false,
      initialStatus: 'UP',
      leaseRenewalIntervalSecs: 30,
      leaseExpirationDurationSecs: 90,
      metadata: {},
      homePageUrlPath: '/',
      statusPageUrlPath: '/actuator/info',
      healthCheckUrlPath: '/actuator/health',
    });
  });

  it('come from the environment under Spring’s names', () => {
    const env = {
      EUREKA_CLIENT_ENABLED: 'false',
      EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: 'http://localhost:7001/eureka, http://localhost:7002/eureka/',
      EUREKA_CLIENT_REGISTER_WITH_EUREKA: 'false',
      EUREKA_CLIENT_REGISTRY_FETCH_INTERVAL_SECONDS: '1',
      SPRING_APPLICATION_NAME: 'cloud-payment-service',
      EUREKA_INSTANCE_INSTANCE_ID: 'payment8001',
      EUREKA_INSTANCE_LEASE_RENEWAL_INTERVAL_IN_SECONDS: '1',
      EUREKA_INSTANCE_LEASE_EXPIRATION_DURATION_IN_SECONDS: '2',
      EUREKA_INSTANCE_METADATA_MAP: 'zone=z1,version=2',
      EUREKA_INSTANCE_INITIAL_STATUS: 'starting',
      EUREKA_CLIENT_AVAILABILITY_ZONES: 'z1,z2',
      EUREKA_CLIENT_SERVICE_URLS_BY_ZONE: 'z1=http://a:1/eureka http://b:1/eureka/, z2=http://c:1/eureka/',
      SPRING_CLOUD_INETUTILS_IGNORED_INTERFACES: 'docker0,veth.*',
      EUREKA_CLIENT_MAX_ANSWER_MEGABYTES: '128',
    };
    expect(new EurekaClientOptions(fromEnv(EurekaClientOptions, env))).toMatchObject({
      enabled: false,
      serviceUrls: ['http://localhost:7001/eureka/', 'http://localhost:7002/eureka/'],
      registerWithEureka: false,
      registryFetchIntervalSecs: 1,
      appName: 'cloud-payment-service',
      instanceId: 'payment8001',
      leaseRenewalIntervalSecs: 1,
      leaseExpirationDurationSecs: 2,
      metadata: { zone: 'z1', version: '2' },
      initialStatus: 'STARTING',
      availabilityZones: ['z1', 'z2'],
      serviceUrlsByZone: {
        z1: ['http://a:1/eureka/', 'http://b:1/eureka/'],
        z2: ['http://c:1/eureka/'],
      },
      ignoredInterfaces: ['docker0', 'veth.*'],
      maxAnswerMegabytes: 128,
    });
  });

  it('can be copied into other options', () => {
    const options = new EurekaClientOptions({ appName: 'shop' });
    expect(new EurekaClientOptions({ ...options, instanceId: 'shop1' })).toMatchObject({
      appName: 'shop',
      instanceId: 'shop1',
    });
  });

  it.each<[Partial<EurekaClientOptions>]>([
    [{ serviceUrls: [] }],
    [{ serviceUrls: [''] }],
    [{ serviceUrls: ['nowhere'] }],
    [{ serviceUrls: ['http://localhost:7001/eueka'] }],
    [{ serviceUrlsByZone: { z1: ['a:1'] } }],
    [{ availabilityZones: [] }],
    [{ useDnsForServiceUrls: true }],
    [{ tlsCertificate: 'none.pem' }],
  ])('accept %j while the client is turned off, and only then', (given) => {
    const options = new EurekaClientOptions({ ...given, enabled: false });
    expect(options).toMatchObject(given);
    expect(() => new EurekaClientOptions({ ...options, enabled: true })).toThrow(InvalidOptionError);
    expect(() => new EurekaClient(options)).not.toThrow();
  });

  it('do so from the environment too', () => {
    const env = { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: 'none', EUREKA_CLIENT_ENABLED: 'false' };
    expect(new EurekaClientOptions(fromEnv(EurekaClientOptions, env)).enabled).toBe(false);
    const on = { ...env, EUREKA_CLIENT_ENABLED: 'true' };
    expect(() => new EurekaClientOptions(fromEnv(EurekaClientOptions, on))).toThrow(
      'serviceUrls (EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE) is "none"',
    );
  });

  it('drain as long as an operator wants', () => {
    expect(new EurekaClientOptions({ drainMs: 120_000 }).drainMs).toBe(120_000);
    const env = { EUREKA_CLIENT_DRAIN_MS: '90000' };
    expect(fromEnv(EurekaClientOptions, env).drainMs).toBe(90_000);
  });

  it('remove a duplicate registry', () => {
    const serviceUrls = ['http://localhost:7001/eureka', 'http://localhost:7001/eureka/'];
    expect(new EurekaClientOptions({ serviceUrls }).serviceUrls).toEqual(['http://localhost:7001/eureka/']);
  });

  it.each([
    [{ serviceUrls: ['http://localhost:7001'] }, 'did you mean http://localhost:7001/eureka/?'],
    [{ serviceUrls: ['http://localhost:7001/eueka/'] }, 'did you mean http://localhost:7001/eureka/?'],
    [{ serviceUrls: ['http://localhost:7001/erueka'] }, 'did you mean http://localhost:7001/eureka/?'],
    [{ serviceUrls: [] }, 'it must be a list of at least one registry'],
    [{ serviceUrls: ['eureka7001:7001'] }, 'each an http or https URL'],
    [{ serviceUrls: [''] }, 'each an http or https URL'],
    [{ serviceUrls: ['http://user:50%@a:1/eureka/'] }, 'a % of a login must be percent-encoded, as %25'],
    [
      { serviceUrls: ['http://50%:pw@a:1/eureka/'] },
      'is "http://a:1/eureka/": it must be the URL of a registry: a % of a login must be',
    ],
    [{ serviceUrls: ['http://user:%C3@a:1/eureka/'] }, 'a % of a login must be percent-encoded, as %25'],
    [
      { serviceUrlsByZone: { z1: ['http://user:%zz@a:1/eureka'] } },
      'serviceUrlsByZone.z1 is "http://a:1/eureka"',
    ],
    [{ serviceUrlsByZone: { z1: ['a:1'] } }, 'serviceUrlsByZone.z1 is "a:1"'],
    [{ registryFetchIntervalSecs: 0 }, 'registryFetchIntervalSecs is 0'],
    [{ leaseExpirationDurationSecs: -90 }, 'leaseExpirationDurationSecs is -90'],
    [{ appName: '' }, 'appName is ""'],
    [{ fetchInterval: 1 } as object, 'fetchInterval is 1'],
    [{ serviceUrlsByZone: { z1: ['http://a:1/eueka'] } }, 'serviceUrlsByZone.z1 is "http://a:1/eueka"'],
    [{ availabilityZones: [] }, 'availabilityZones is []'],
    [{ instanceId: '${host}:${port}' }, '${host} is unknown'],
    [
      { drainMs: 2_147_483_648 },
      'drainMs is 2147483648: it must be a whole number of milliseconds from 0 to',
    ],
    [{ drainMs: 0.5 }, 'drainMs is 0.5'],
    [{ lingerMs: 5000 }, 'lingerMs is 5000: it must be at most 3000'],
    [{ lingerMs: -1 }, 'lingerMs is -1'],
    [{ singleVipAddress: '' }, 'singleVipAddress is ""'],
    [{ nonSecurePortEnabled: false }, 'it must be true if securePortEnabled is false'],
    [{ ignoredInterfaces: ['veth('] }, 'ignoredInterfaces is "veth("'],
    [{ useDnsForServiceUrls: true }, 'dnsName is undefined: it must be set too'],
    [{ maxAnswerMegabytes: 1000 }, 'from 1 to 512'],
    [{ initialStatus: 'up' as 'UP' }, 'one of UP, DOWN'],
  ])('reject %j and say what is allowed', (given, words) => {
    expect(() => new EurekaClientOptions(given)).toThrow(InvalidOptionError);
    expect(() => new EurekaClientOptions(given)).toThrow(words);
  });

  it('name the variable of an invalid service URL, without a login', () => {
    const serviceUrls = ['http://user:secret@localhost:7001'];
    expect(() => new EurekaClientOptions({ serviceUrls })).toThrow(
      'serviceUrls (EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE) is "http://localhost:7001": ' +
        'it must be the URL of a registry: did you mean http://localhost:7001/eureka/?',
    );
  });

  it.each(['50%', '12#34', '12/34', '12?34'])('name a login that is not encoded: user:%s', (password) => {
    const url = `http://user:${password}@localhost:7001/eureka/`;
    for (const given of [{ serviceUrls: [url] }, { serviceUrlsByZone: { z1: [url] } }]) {
      expect(() => new EurekaClientOptions(given)).toThrow(/serviceUrls.*"http:.*must be percent-encoded/);
      expect(() => new EurekaClientOptions(given)).not.toThrow(password);
    }
  });

  it('are all settings', () => {
    const keys = settingsOf(EurekaClientOptions).map(({ key }) => key);
    expect(Object.keys(new EurekaClientOptions()).sort()).toEqual([...keys].sort());
  });
});
