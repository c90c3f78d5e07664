/** The `lastDirtyTimestamp` of registered instances; a greater number is newer. */
export const dirtyTimestamp = 1_795_400_000_000;

export const myOwn = {
  '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo',
  name: 'MyOwn',
};

export const amazon = (metadata: object) => ({
  '@class': 'com.netflix.appinfo.AmazonInfo',
  name: 'Amazon',
  metadata,
});

/** The registration of a Java client. */
export const javaInstance = (
  { instanceId, app, vip }: { readonly instanceId: string; readonly app: string; readonly vip: string },
  changes: object,
): Record<string, unknown> => ({
  instanceId,
  hostName: 'one.example',
  app,
  ipAddr: '10.0.0.1',
  status: 'UP',
  overriddenStatus: 'UNKNOWN',
  port: { $: 8081, '@enabled': 'true' },
  securePort: { $: 443, '@enabled': 'false' },
  countryId: 1,
  dataCenterInfo: myOwn,
  leaseInfo: { renewalIntervalInSecs: 30, durationInSecs: 90 },
  metadata: { zone: 'z1', 'management.port': '8081' },
  homePageUrl: 'http://one.example:8081/',
  statusPageUrl: 'http://one.example:8081/actuator/info',
  healthCheckUrl: 'http://one.example:8081/actuator/health',
  vipAddress: vip,
  secureVipAddress: `s-${vip}`,
  isCoordinatingDiscoveryServer: 'false',
  lastUpdatedTimestamp: `${dirtyTimestamp}`,
  lastDirtyTimestamp: `${dirtyTimestamp}`,
  ...changes,
});
