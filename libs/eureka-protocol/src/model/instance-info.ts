/** Java: com.netflix.appinfo.InstanceInfo.InstanceStatus. `UNKNOWN` as an override means: none. */
export const instanceStatuses = ['UP', 'DOWN', 'STARTING', 'OUT_OF_SERVICE', 'UNKNOWN'] as const;
export type InstanceStatus = (typeof instanceStatuses)[number];

const knownStatuses: ReadonlySet<unknown> = new Set(instanceStatuses);

/** Exactly one of the five names: case matters, as for Java's valueOf. */
export const isInstanceStatus = (value: unknown): value is InstanceStatus => knownStatuses.has(value);

/** Java: com.netflix.appinfo.InstanceInfo.ActionType */
export const actionTypes = ['ADDED', 'MODIFIED', 'DELETED'] as const;
export type ActionType = (typeof actionTypes)[number];

export interface Port {
  readonly number: number;
  readonly enabled: boolean;
}

/** Java: com.netflix.appinfo.DataCenterInfo; only Amazon carries metadata. An empty name: it was not given, which no server registers. */
export type DataCenterInfo =
  | { readonly name: 'MyOwn' | 'Netflix' | '' }
  | { readonly name: 'Amazon'; readonly metadata: Readonly<Record<string, string>> };

/** Java: com.netflix.appinfo.LeaseInfo. The client owns the two durations, the server the four timestamps (epoch ms, 0 for never). */
export interface LeaseInfo {
  readonly renewalIntervalInSecs: number;
  readonly durationInSecs: number;
  readonly registrationTimestamp: number;
  /** Not when it was renewed but that plus the lease's duration: see `renew` in the server's lease. */
  readonly lastRenewalTimestamp: number;
  readonly evictionTimestamp: number;
  readonly serviceUpTimestamp: number;
}

/**
 * One running copy of a service. Java: com.netflix.appinfo.InstanceInfo.
 * Timestamps are epoch ms. An immutable value: a change makes a new one.
 */
export interface InstanceInfo {
  /** Absent where the client never set one: then its host name stands in, see {@link idOf}. */
  readonly instanceId?: string;
  /** Empty where it was not given, as are `app` and `ipAddr`: decoders pass that on, servers refuse to register it. */
  readonly hostName: string;
  /** Upper case, always. */
  readonly app: string;
  readonly ipAddr: string;
  readonly sid?: string;
  readonly status: InstanceStatus;
  readonly overriddenStatus: InstanceStatus;
  readonly port: Port;
  readonly securePort: Port;
  readonly countryId: number;
  /** Absent where it was not given: a server refuses to register that. */
  readonly dataCenterInfo?: DataCenterInfo;
  readonly leaseInfo: LeaseInfo;
  readonly metadata: Readonly<Record<string, string>>;
  readonly appGroupName?: string;
  readonly homePageUrl?: string;
  readonly statusPageUrl?: string;
  readonly healthCheckUrl?: string;
  readonly secureHealthCheckUrl?: string;
  /** The name callers look up; its case is kept, several are separated by commas. */
  readonly vipAddress?: string;
  readonly secureVipAddress?: string;
  readonly isCoordinatingDiscoveryServer: boolean;
  /** Set by the server at each change. */
  readonly lastUpdatedTimestamp: number;
  /** Set by the client when it changes something: the version number that tells which copy is newer. */
  readonly lastDirtyTimestamp: number;
  readonly actionType?: ActionType;
  readonly asgName?: string;
}

/** What an instance is known by within its application. Java: InstanceInfo.getId */
export function idOf(instance: Pick<InstanceInfo, 'instanceId' | 'dataCenterInfo' | 'hostName'>): string {
  const { instanceId, dataCenterInfo, hostName } = instance;
  if (instanceId) return instanceId;
  if (dataCenterInfo?.name === 'Amazon') return dataCenterInfo.metadata['instance-id'] || hostName;
  return hostName;
}
