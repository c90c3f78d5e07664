import { defaultLeaseInfo, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import { filledIn } from './instance-id.js';

/** What a process says about itself, but for its port, which is known once it listens. */
export interface OwnSettings {
  readonly appName: string;
  readonly appGroupName?: string;
  readonly virtualHostName?: string;
  readonly instanceId?: string;
  readonly hostname: string;
  readonly ipAddress: string;
  readonly preferIpAddress: boolean;
  readonly securePortEnabled: boolean;
  readonly nonSecurePortEnabled: boolean;
  readonly initialStatus: InstanceStatus;
  readonly leaseRenewalIntervalSecs: number;
  readonly leaseExpirationDurationSecs: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly homePageUrlPath: string;
  readonly statusPageUrlPath: string;
  readonly healthCheckUrlPath: string;
}

/** Where nothing else is said. Spring's: `<hostname>:<application name>:<port>`. */
export const defaultInstanceId = '${hostname}:${appName}:${port}';

/** This process as it registers: in Spring's words, with Spring's defaults. Java: EurekaInstanceConfigBean, InstanceInfoFactory */
export function ownInstance(own: OwnSettings, port: number, now: number, random: () => number): InstanceInfo {
  const hostName = own.preferIpAddress ? own.ipAddress : own.hostname;
  const authority = `${hostName.includes(':') ? `[${hostName}]` : hostName}:${port}`;
  const below = (path: string) => `${authority}${path.startsWith('/') ? '' : '/'}${path}`;
  const scheme = own.nonSecurePortEnabled ? 'http' : 'https';
  const vip = own.virtualHostName ?? own.appName;
  return {
    // The host's name also where the address is preferred: an id should not change with the network.
    instanceId: filledIn(own.instanceId ?? defaultInstanceId, { ...own, port }, random),
    hostName,
    app: own.appName.toUpperCase(),
    ...(own.appGroupName && { appGroupName: own.appGroupName.toUpperCase() }),
    ipAddr: own.ipAddress,
    status: own.initialStatus,
    overriddenStatus: 'UNKNOWN',
    port: { number: port, enabled: own.nonSecurePortEnabled },
    // QUIRK(EurekaInstanceConfigBean): one server listens on one port, so with TLS both ports are the same number.
    securePort: own.securePortEnabled ? { number: port, enabled: true } : { number: 443, enabled: false },
    countryId: 1,
    dataCenterInfo: { name: 'MyOwn' },
    leaseInfo: {
      ...defaultLeaseInfo,
      renewalIntervalInSecs: own.leaseRenewalIntervalSecs,
      durationInSecs: own.leaseExpirationDurationSecs,
    },
    metadata: { 'management.port': String(port), ...notEmpty(own.metadata) },
    homePageUrl: `${scheme}://${below(own.homePageUrlPath)}`,
    statusPageUrl: `${scheme}://${below(own.statusPageUrlPath)}`,
    healthCheckUrl: `${scheme}://${below(own.healthCheckUrlPath)}`,
    ...(own.securePortEnabled && { secureHealthCheckUrl: `https://${below(own.healthCheckUrlPath)}` }),
    vipAddress: vip,
    secureVipAddress: vip,
    isCoordinatingDiscoveryServer: false,
    lastUpdatedTimestamp: now,
    lastDirtyTimestamp: now,
  };
}

/** What a process may change of itself while it runs. */
export interface InstanceEdit {
  readonly status?: InstanceStatus;
  /** Put over what is there; an empty text takes an entry out. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The same instance as a newer version of itself, also when the clock stands still or was set back; the very same, where an edit is
 * given and changes nothing.
 */
export function changed(instance: InstanceInfo, now: number, edit?: InstanceEdit): InstanceInfo {
  const { status = instance.status } = edit ?? {};
  const metadata = edit?.metadata ? notEmpty({ ...instance.metadata, ...edit.metadata }) : instance.metadata;
  const isSame = status === instance.status && isTheSame(metadata, instance.metadata);
  if (edit && isSame) return instance;
  const lastDirtyTimestamp = Math.max(now, instance.lastDirtyTimestamp + 1);
  return { ...instance, status, metadata, lastDirtyTimestamp };
}

function notEmpty(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== ''));
}

const isTheSame = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>) =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([key, value]) => other[key] === value);
