/**
 * Java: com.netflix.appinfo.InstanceInfo.InstanceStatus. The override `UNKNOWN` means "no
 * override".
 */
export const instanceStatuses = ['UP', 'DOWN', 'STARTING', 'OUT_OF_SERVICE', 'UNKNOWN'] as const;
export type InstanceStatus = (typeof instanceStatuses)[number];

const knownStatuses: ReadonlySet<unknown> = new Set(instanceStatuses);

/** True if the value is exactly one of the five names: case matters, as in Java's valueOf. */
export const isInstanceStatus = (value: unknown): value is InstanceStatus => knownStatuses.has(value);

/** Java: com.netflix.appinfo.InstanceInfo.ActionType */
export const actionTypes = ['ADDED', 'MODIFIED', 'DELETED'] as const;
export type ActionType = (typeof actionTypes)[number];

export interface Port {
  readonly number: number;
  readonly enabled: boolean;
}

/**
 * Java: com.netflix.appinfo.DataCenterInfo. Only Amazon has metadata. The name is empty if the
 * document had none; servers reject such a registration.
 */
export type DataCenterInfo =
  | { readonly name: 'MyOwn' | 'Netflix' | '' }
  | { readonly name: 'Amazon'; readonly metadata: Readonly<Record<string, string>> };

/**
 * Java: com.netflix.appinfo.LeaseInfo. The client sets the two durations, the server the four
 * timestamps (epoch ms, 0 for "never").
 */
export interface LeaseInfo {
  readonly renewalIntervalInSecs: number;
  readonly durationInSecs: number;
  readonly registrationTimestamp: number;
  /** Time of the last renewal plus the lease's duration, see `renew` in the server's `lease.ts`. */
  readonly lastRenewalTimestamp: number;
  readonly evictionTimestamp: number;
  readonly serviceUpTimestamp: number;
}

/** The lease of an instance that registers without one. */
export const defaultLeaseInfo: LeaseInfo = {
  renewalIntervalInSecs: 30,
  durationInSecs: 90,
  registrationTimestamp: 0,
  lastRenewalTimestamp: 0,
  evictionTimestamp: 0,
  serviceUpTimestamp: 0,
};

/**
 * One running copy of a service. Java: com.netflix.appinfo.InstanceInfo.
 * Timestamps are epoch ms. Immutable: a change creates a new value.
 */
export interface InstanceInfo {
  /** Absent if the client set none; {@link idOf} then falls back to the host name. */
  readonly instanceId?: string;
  /**
   * Empty if the document had none, like `app` and `ipAddr`; servers reject such a registration.
   */
  readonly hostName: string;
  /** Name of the service, always in upper case. */
  readonly app: string;
  readonly ipAddr: string;
  readonly sid?: string;
  readonly status: InstanceStatus;
  readonly overriddenStatus: InstanceStatus;
  readonly port: Port;
  readonly securePort: Port;
  readonly countryId: number;
  /** Absent if the document had none; servers reject such a registration. */
  readonly dataCenterInfo?: DataCenterInfo;
  readonly leaseInfo: LeaseInfo;
  readonly metadata: Readonly<Record<string, string>>;
  readonly appGroupName?: string;
  readonly homePageUrl?: string;
  readonly statusPageUrl?: string;
  readonly healthCheckUrl?: string;
  readonly secureHealthCheckUrl?: string;
  /** Name that callers look up; case is preserved, several names are separated by commas. */
  readonly vipAddress?: string;
  readonly secureVipAddress?: string;
  readonly isCoordinatingDiscoveryServer: boolean;
  /** Time of the last change, set by the server. */
  readonly lastUpdatedTimestamp: number;
  /** Time of the client's last change: the version number that decides which copy is newer. */
  readonly lastDirtyTimestamp: number;
  readonly actionType?: ActionType;
  readonly asgName?: string;
}

/** Id of an instance within its application. Java: InstanceInfo.getId */
export function idOf(instance: Pick<InstanceInfo, 'instanceId' | 'dataCenterInfo' | 'hostName'>): string {
  const { instanceId, dataCenterInfo, hostName } = instance;
  if (instanceId) return instanceId;
  if (dataCenterInfo?.name === 'Amazon') return dataCenterInfo.metadata['instance-id'] || hostName;
  return hostName;
}
