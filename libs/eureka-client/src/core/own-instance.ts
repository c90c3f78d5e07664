import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';

/** What a process says about itself, but for its port, which is known once it listens. */
export interface OwnSettings {
  readonly appName: string;
  readonly instanceId?: string;
  readonly hostname: string;
  readonly ipAddress: string;
  readonly preferIpAddress: boolean;
  readonly leaseRenewalIntervalSecs: number;
  readonly leaseExpirationDurationSecs: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly homePageUrlPath: string;
  readonly statusPageUrlPath: string;
  readonly healthCheckUrlPath: string;
}

/** This process as it registers: in Spring's words, with Spring's defaults. Java: EurekaInstanceConfigBean, InstanceInfoFactory */
export function ownInstance(own: OwnSettings, port: number, now: number): InstanceInfo {
  const hostName = own.preferIpAddress ? own.ipAddress : own.hostname;
  const urlOf = (path: string) => `http://${hostName}:${port}${path.startsWith('/') ? '' : '/'}${path}`;
  return {
    // The host's name also where the address is preferred: an id should not change with the network.
    instanceId: own.instanceId ?? `${own.hostname}:${own.appName}:${port}`,
    hostName,
    app: own.appName.toUpperCase(),
    ipAddr: own.ipAddress,
    status: 'UP',
    overriddenStatus: 'UNKNOWN',
    port: { number: port, enabled: true },
    securePort: { number: 443, enabled: false },
    countryId: 1,
    dataCenterInfo: { name: 'MyOwn' },
    leaseInfo: {
      renewalIntervalInSecs: own.leaseRenewalIntervalSecs,
      durationInSecs: own.leaseExpirationDurationSecs,
      registrationTimestamp: 0,
      lastRenewalTimestamp: 0,
      evictionTimestamp: 0,
      serviceUpTimestamp: 0,
    },
    metadata: { 'management.port': String(port), ...notEmpty(own.metadata) },
    homePageUrl: urlOf(own.homePageUrlPath),
    statusPageUrl: urlOf(own.statusPageUrlPath),
    healthCheckUrl: urlOf(own.healthCheckUrlPath),
    vipAddress: own.appName,
    secureVipAddress: own.appName,
    isCoordinatingDiscoveryServer: false,
    lastUpdatedTimestamp: now,
    lastDirtyTimestamp: now,
  };
}

/** The same instance as a newer version of itself, also when the clock stands still or was set back. */
export function changed(
  instance: InstanceInfo,
  now: number,
  status: InstanceStatus = instance.status,
): InstanceInfo {
  return { ...instance, status, lastDirtyTimestamp: Math.max(now, instance.lastDirtyTimestamp + 1) };
}

function notEmpty(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== ''));
}
