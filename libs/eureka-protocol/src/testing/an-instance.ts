import { defaultLeaseInfo, type InstanceInfo, type Port } from '../model/instance-info.js';

/** Fields a spec sets; `leaseSecs` is the lease's duration, a port may be just its number. */
export type WantedInstance = Partial<Omit<InstanceInfo, 'port'>> & {
  readonly port?: number | Port;
  readonly leaseSecs?: number;
};

/** A provider of the course as it registers, with some fields changed. */
export function anInstance({ port = 8001, leaseSecs, ...wanted }: WantedInstance = {}): InstanceInfo {
  const app = (wanted.app ?? 'CLOUD-PAYMENT-SERVICE').toUpperCase();
  const at: Port = typeof port === 'number' ? { number: port, enabled: true } : port;
  const url = `http://${wanted.hostName ?? 'localhost'}:${at.number}`;
  const durationInSecs = leaseSecs ?? defaultLeaseInfo.durationInSecs;
  return {
    instanceId: `payment${at.number}`,
    hostName: 'localhost',
    ipAddr: '127.0.0.1',
    status: 'UP',
    overriddenStatus: 'UNKNOWN',
    port: at,
    securePort: { number: 443, enabled: false },
    countryId: 1,
    dataCenterInfo: { name: 'MyOwn' },
    leaseInfo: {
      ...defaultLeaseInfo,
      renewalIntervalInSecs: Math.max(1, Math.floor(durationInSecs / 3)),
      durationInSecs,
    },
    metadata: {},
    homePageUrl: `${url}/`,
    statusPageUrl: `${url}/actuator/info`,
    healthCheckUrl: `${url}/actuator/health`,
    vipAddress: app.toLowerCase(),
    secureVipAddress: app.toLowerCase(),
    isCoordinatingDiscoveryServer: false,
    lastUpdatedTimestamp: 1_795_400_000_000,
    lastDirtyTimestamp: 1_795_400_000_000,
    ...wanted,
    app,
  };
}
