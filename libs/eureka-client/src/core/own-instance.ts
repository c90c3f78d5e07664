import { defaultLeaseInfo, type InstanceInfo, type InstanceStatus } from '@eureka-nest/protocol';
import type { Random } from '@eureka-nest/runtime/time';
import { authorityOf } from './authority.js';
import { expandTemplate } from './instance-id.js';

/** Settings of this process as an instance. Its port is known only once it listens. */
export interface InstanceSettings {
  readonly appName: string;
  readonly appGroupName?: string;
  readonly virtualHostName?: string;
  readonly instanceId?: string;
  /** Number of this process among those of node:cluster, which share a port. */
  readonly worker?: number;
  readonly hostname: string;
  readonly ipAddress: string;
  readonly preferIpAddress: boolean;
  readonly securePortEnabled: boolean;
  readonly nonSecurePortEnabled: boolean;
  readonly securePort?: number;
  readonly initialStatus: InstanceStatus;
  readonly leaseRenewalIntervalSecs: number;
  readonly leaseExpirationDurationSecs: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly homePageUrlPath: string;
  readonly statusPageUrlPath: string;
  readonly healthCheckUrlPath: string;
}

/** Spring's default: `<hostname>:<application name>:<port>`. */
const defaultInstanceId = '${hostname}:${appName}:${port}';

/** Default id, with the number of a cluster worker: two workers of one id cancel each other. */
const defaultIdOf = ({ worker }: InstanceSettings): string =>
  worker === undefined ? defaultInstanceId : `${defaultInstanceId}:${worker}`;

/** True if the configured id is that of every worker of node:cluster. */
export const isSharedByWorkers = ({ instanceId, worker }: InstanceSettings): boolean =>
  worker !== undefined && instanceId !== undefined && !/\$\{random(\.value)?\}/.test(instanceId);

/**
 * Builds the instance that this process registers, from Spring's settings with Spring's defaults.
 * Java: EurekaInstanceConfigBean, InstanceInfoFactory
 */
export function ownInstance(own: InstanceSettings, port: number, now: number, random: Random): InstanceInfo {
  const hostName = own.preferIpAddress ? own.ipAddress : own.hostname;
  const { securePort = own.securePortEnabled ? port : 443 } = own;
  const below = (path: string) => `${path.startsWith('/') ? '' : '/'}${path}`;
  const plain = (path: string) => `http://${authorityOf(hostName, port)}${below(path)}`;
  const secure = (path: string) => `https://${authorityOf(hostName, securePort)}${below(path)}`;
  const urlOf = own.nonSecurePortEnabled ? plain : secure;
  const vip = own.virtualHostName ?? own.appName;
  return {
    // The id has the host name even with `preferIpAddress`: it must not change with the network.
    instanceId: expandTemplate(own.instanceId ?? defaultIdOf(own), { ...own, port }, random),
    hostName,
    app: own.appName.toUpperCase(),
    ...(own.appGroupName && { appGroupName: own.appGroupName.toUpperCase() }),
    ipAddr: own.ipAddress,
    status: own.initialStatus,
    overriddenStatus: 'UNKNOWN',
    port: { number: port, enabled: own.nonSecurePortEnabled },
    // Better than Java: with TLS, a server's one port is the secure one too, unless another is set.
    securePort: { number: securePort, enabled: own.securePortEnabled },
    countryId: 1,
    dataCenterInfo: { name: 'MyOwn' },
    leaseInfo: {
      ...defaultLeaseInfo,
      renewalIntervalInSecs: own.leaseRenewalIntervalSecs,
      durationInSecs: own.leaseExpirationDurationSecs,
    },
    metadata: { 'management.port': String(port), ...withoutEmpty(own.metadata) },
    homePageUrl: urlOf(own.homePageUrlPath),
    statusPageUrl: urlOf(own.statusPageUrlPath),
    healthCheckUrl: urlOf(own.healthCheckUrlPath),
    ...(own.securePortEnabled && { secureHealthCheckUrl: secure(own.healthCheckUrlPath) }),
    vipAddress: vip,
    secureVipAddress: vip,
    isCoordinatingDiscoveryServer: false,
    lastUpdatedTimestamp: now,
    lastDirtyTimestamp: now,
  };
}

/** Fields that a process may change while it runs. */
export interface InstanceEdit {
  readonly status?: InstanceStatus;
  /** Metadata to merge in; an empty value removes its key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Returns the instance with a higher `lastDirtyTimestamp`, also while the clock stands still or was
 * set back. With an edit that changes nothing it returns the same object.
 */
export function nextVersion(instance: InstanceInfo, now: number, edit?: InstanceEdit): InstanceInfo {
  const { status = instance.status } = edit ?? {};
  const metadata = edit?.metadata
    ? withoutEmpty({ ...instance.metadata, ...edit.metadata })
    : instance.metadata;
  const isSame = status === instance.status && haveSameEntries(metadata, instance.metadata);
  if (edit && isSame) return instance;
  const lastDirtyTimestamp = Math.max(now, instance.lastDirtyTimestamp + 1);
  return { ...instance, status, metadata, lastDirtyTimestamp };
}

const withoutEmpty = (metadata: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== ''));

const haveSameEntries = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([key, value]) => b[key] === value);
