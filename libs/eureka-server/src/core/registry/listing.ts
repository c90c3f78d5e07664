import type { InstanceInfo, LeaseInfo, Port } from '@eureka-nest/protocol';

/** Fields of a listing that the registry decides, not the instance. */
export type Decided = Pick<
  InstanceInfo,
  'status' | 'overriddenStatus' | 'actionType' | 'lastUpdatedTimestamp'
>;

type Texts = Readonly<Record<string, string>>;

/**
 * The value to list for a registration. Whatever equals its counterpart in `like` is taken from
 * there: a service's instances share their texts, and a registration that repeats an earlier one
 * leaves nothing new in memory, which halves its cost. All fields are named, in one order, so that
 * all listings have one hidden class.
 *
 * @param like the instance as listed so far, or another of its application
 */
export const listingOf = (
  given: InstanceInfo,
  decided: Decided,
  leaseInfo: LeaseInfo,
  like: InstanceInfo = given,
): InstanceInfo => ({
  instanceId: shared(given.instanceId, like.instanceId),
  hostName: shared(given.hostName, like.hostName),
  app: shared(given.app, like.app),
  ipAddr:
    given.ipAddr === given.hostName
      ? shared(given.hostName, like.hostName)
      : shared(given.ipAddr, like.ipAddr),
  sid: shared(given.sid, like.sid),
  status: decided.status,
  overriddenStatus: decided.overriddenStatus,
  port: sharedPort(given.port, like.port),
  securePort: sharedPort(given.securePort, like.securePort),
  countryId: given.countryId,
  dataCenterInfo: sharedDataCenter(given.dataCenterInfo, like.dataCenterInfo),
  leaseInfo,
  metadata: sharedTexts(given.metadata, like.metadata),
  appGroupName: shared(given.appGroupName, like.appGroupName),
  homePageUrl: shared(given.homePageUrl, like.homePageUrl),
  statusPageUrl: shared(given.statusPageUrl, like.statusPageUrl),
  healthCheckUrl: shared(given.healthCheckUrl, like.healthCheckUrl),
  secureHealthCheckUrl: shared(given.secureHealthCheckUrl, like.secureHealthCheckUrl),
  vipAddress: shared(given.vipAddress, like.vipAddress),
  secureVipAddress: shared(given.secureVipAddress, like.secureVipAddress),
  // True only of the answering server's own entry; our servers do not register themselves.
  isCoordinatingDiscoveryServer: false,
  lastUpdatedTimestamp: decided.lastUpdatedTimestamp,
  lastDirtyTimestamp: given.lastDirtyTimestamp,
  actionType: decided.actionType,
  asgName: shared(given.asgName, like.asgName),
});

/** The same text, as the object that is in memory already. */
const shared = <T extends string | undefined>(text: T, like: T): T => (text === like ? like : text);

const sharedPort = (port: Port, like: Port): Port =>
  port.number === like.number && port.enabled === like.enabled ? like : port;

function sharedDataCenter(
  dataCenter: InstanceInfo['dataCenterInfo'],
  like: InstanceInfo['dataCenterInfo'],
): InstanceInfo['dataCenterInfo'] {
  if (dataCenter?.name !== like?.name) return dataCenter;
  if (dataCenter?.name !== 'Amazon' || like?.name !== 'Amazon') return like;
  return { name: 'Amazon', metadata: sharedTexts(dataCenter.metadata, like.metadata) };
}

function sharedTexts(texts: Texts, like: Texts): Texts {
  if (texts === like) return like;
  const keys = Object.keys(texts);
  const likeKeys = Object.keys(like);
  const isSame =
    keys.length === likeKeys.length &&
    keys.every((key, at) => key === likeKeys[at] && texts[key] === like[key]);
  if (isSame) return like;
  const result: Record<string, string> = { ...texts };
  // A key that occurs in the copy is its own property, `__proto__` too: this calls no setter.
  for (const key of keys) if (texts[key] === like[key]) result[key] = like[key] as string;
  return result;
}
