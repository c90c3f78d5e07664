import type { InstanceInfo } from '@eureka-nest/protocol';

/** Longest host name in DNS. */
const MAX_LENGTH = 255;

/** A copy of its own: a part of a text, such as a name in a document, keeps all of it in memory. */
export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * Reduces an instance that left to its names and the fields that each decoder expects. Java removes
 * it by its id, in the region of its availability zone (DiscoveryClient.updateDelta,
 * InstanceInfo.getId), and reads nothing else of it. It has the fields of `listingOf` in the same
 * order: one hidden class for all listings.
 */
export function identityOf(removed: InstanceInfo): InstanceInfo {
  const { instanceId, hostName, dataCenterInfo } = removed;
  const isNamedByHost = !instanceId;
  return {
    instanceId: isNamedByHost ? undefined : copyOf(instanceId),
    hostName: copyOf(isNamedByHost ? hostName : short(hostName)),
    app: copyOf(removed.app),
    ipAddr: copyOf(short(removed.ipAddr)),
    sid: undefined,
    status: removed.status,
    overriddenStatus: removed.overriddenStatus,
    port: removed.port,
    securePort: removed.securePort,
    countryId: removed.countryId,
    dataCenterInfo: dataCenterInfo && placeOf(dataCenterInfo, isNamedByHost),
    leaseInfo: removed.leaseInfo,
    metadata: {},
    appGroupName: undefined,
    homePageUrl: undefined,
    statusPageUrl: undefined,
    healthCheckUrl: undefined,
    secureHealthCheckUrl: undefined,
    vipAddress: undefined,
    secureVipAddress: undefined,
    isCoordinatingDiscoveryServer: removed.isCoordinatingDiscoveryServer,
    lastUpdatedTimestamp: removed.lastUpdatedTimestamp,
    lastDirtyTimestamp: removed.lastDirtyTimestamp,
    actionType: removed.actionType,
    asgName: undefined,
  };
}

type DataCenter = NonNullable<InstanceInfo['dataCenterInfo']>;

function placeOf(dataCenter: DataCenter, isNamedByIt: boolean): DataCenter {
  if (dataCenter.name !== 'Amazon') return dataCenter;
  const { 'instance-id': name, 'availability-zone': zone } = dataCenter.metadata;
  const metadata = {
    ...(name && { 'instance-id': isNamedByIt ? name : short(name) }),
    ...(zone && { 'availability-zone': short(zone) }),
  };
  return { name: 'Amazon', metadata: copyOf(metadata) };
}

const short = (text: string): string => (text.length <= MAX_LENGTH ? text : '');
