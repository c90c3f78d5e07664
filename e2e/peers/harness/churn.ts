/**
 * An instance as a client registers it; at every seventh change it is out of service.
 */
export function javaInstance(number: number, change: number): { id: string; status: string; body: object } {
  const id = `churn${number}`;
  const status = change % 7 === 0 ? 'OUT_OF_SERVICE' : 'UP';
  const port = 10_000 + number;
  return {
    id,
    status,
    body: {
      instance: {
        instanceId: id,
        hostName: 'localhost',
        app: 'CHURN',
        ipAddr: '127.0.0.1',
        status,
        overriddenStatus: 'UNKNOWN',
        port: { $: port, '@enabled': 'true' },
        securePort: { $: 443, '@enabled': 'false' },
        countryId: 1,
        dataCenterInfo: {
          '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo',
          name: 'MyOwn',
        },
        leaseInfo: { renewalIntervalInSecs: 30, durationInSecs: 90 },
        metadata: { change: String(change) },
        vipAddress: 'churn',
        isCoordinatingDiscoveryServer: 'false',
        lastUpdatedTimestamp: String(Date.now()),
        lastDirtyTimestamp: String(Date.now() + change),
      },
    },
  };
}
