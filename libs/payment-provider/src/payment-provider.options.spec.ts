import { paymentProviderSettings } from './payment-provider.options.js';

describe('the settings of a payment provider', () => {
  it("are the demo's defaults for an app that only passes a port", () => {
    const { app, database, eureka } = paymentProviderSettings({ port: 8002 }, {});
    expect(app).toMatchObject({ port: 8002, host: 'localhost', logLevel: 'log' });
    expect(database).toMatchObject({ type: 'sqlite', file: 'data/eureka-nest.db' });
    expect(eureka).toMatchObject({
      serviceUrls: ['http://localhost:7001/eureka/', 'http://localhost:7002/eureka/'],
      appName: 'cloud-payment-service',
      instanceId: 'payment8002',
      hostname: 'localhost',
      ipAddress: '127.0.0.1',
      presence: true,
      registryFetchIntervalSecs: 1,
      leaseRenewalIntervalSecs: 30,
      leaseExpirationDurationSecs: 90,
    });
  });

  it('are overridden by the environment', () => {
    const { app, database, eureka } = paymentProviderSettings(
      { port: 8002, database: { file: 'a.db' }, eureka: { appName: 'other', enabled: true } },
      {
        PORT: '8010',
        DB_FILE: 'b.db',
        EUREKA_CLIENT_ENABLED: 'false',
        EUREKA_INSTANCE_LEASE_RENEWAL_INTERVAL_IN_SECONDS: '1',
      },
    );
    expect(app.port).toBe(8010);
    expect(database.file).toBe('b.db');
    expect(eureka).toMatchObject({
      appName: 'other',
      enabled: false,
      instanceId: 'payment8010',
      leaseRenewalIntervalSecs: 1,
    });
  });

  it('leave the id to the client for port 0', () => {
    expect(paymentProviderSettings({ port: 0 }, {}).eureka.instanceId).toBeUndefined();
  });

  it("can use the course's host names", () => {
    const { eureka } = paymentProviderSettings(
      {},
      {
        EUREKA_HOSTNAMES: 'course',
        EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: 'http://localhost:7001/eureka,http://registry:7002/eureka/',
      },
    );
    expect(eureka.serviceUrls).toEqual([
      'http://eureka7001.com:7001/eureka/',
      'http://registry:7002/eureka/',
    ]);
  });

  it.each([
    [{ DB_TYPE: 'oracle' }, 'DB_TYPE is "oracle": it must be one of sqlite, mysql'],
    [{ DB_PORT: 'x' }, 'DB_PORT is "x"'],
    [{ EUREKA_HOSTNAMES: 'x' }, 'EUREKA_HOSTNAMES is "x"'],
    [{ DATABASE_URL: 'postgres://localhost/db2019' }, 'DATABASE_URL) is "postgres://localhost/db2019"'],
    [{ DATABASE_URL: 'mysql://localhost' }, 'it must be like mysql://user:password@host:3306/db2019'],
    [{ DATABASE_URL: 'localhost:3306/db2019' }, 'DATABASE_URL)'],
    [{ DATABASE_URL: 'mysql://root:50%@host/db2019' }, 'of a login must be percent-encoded'],
  ])('abort start-up if they are invalid: %j', (env, message) => {
    expect(() => paymentProviderSettings({}, env)).toThrow(message);
  });

  it('hide the password if they are invalid', () => {
    const wrong = () => paymentProviderSettings({}, { DATABASE_URL: 'postgres://root:se@cret@host/db' });
    expect(wrong).toThrow('postgres://***@host/db');
    expect(wrong).not.toThrow(/cret/);
  });
});
