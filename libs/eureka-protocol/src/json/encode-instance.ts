import { compactDataCenter } from '../model/data-center.js';
import type { InstanceInfo, LeaseInfo, Port } from '../model/instance-info.js';
import { tellingSid } from './sid.js';
import { encodeDataCenter } from './data-center-json.js';

/** QUIRK(InstanceInfo.getMetadata): an empty map says which class it was; readers drop `@class`. */
const emptyMetadata = Object.freeze({ '@class': 'java.util.Collections$EmptyMap' });

/**
 * One instance as Java writes it inside arrays and batches: its fields in its order and no other, for strict readers stop at a
 * field they do not know. What is undefined leaves no trace in the JSON text.
 */
export function encodeInstance(instance: InstanceInfo): object {
  return {
    instanceId: instance.instanceId,
    hostName: instance.hostName,
    app: instance.app,
    ipAddr: instance.ipAddr,
    sid: tellingSid(instance.sid),
    status: instance.status,
    overriddenStatus: instance.overriddenStatus,
    port: encodePort(instance.port),
    securePort: encodePort(instance.securePort),
    countryId: instance.countryId,
    dataCenterInfo: instance.dataCenterInfo && encodeDataCenter(instance.dataCenterInfo),
    leaseInfo: encodeLease(instance.leaseInfo),
    metadata: Object.keys(instance.metadata).length > 0 ? instance.metadata : emptyMetadata,
    appGroupName: instance.appGroupName,
    homePageUrl: instance.homePageUrl,
    statusPageUrl: instance.statusPageUrl,
    healthCheckUrl: instance.healthCheckUrl,
    secureHealthCheckUrl: instance.secureHealthCheckUrl,
    vipAddress: instance.vipAddress,
    secureVipAddress: instance.secureVipAddress,
    isCoordinatingDiscoveryServer: String(instance.isCoordinatingDiscoveryServer),
    lastUpdatedTimestamp: String(instance.lastUpdatedTimestamp),
    lastDirtyTimestamp: String(instance.lastDirtyTimestamp),
    actionType: instance.actionType,
    asgName: instance.asgName,
  };
}

/** What a caller of an instance needs of it. The time is a number here, and nothing may be added either. */
export function encodeCompactInstance(instance: InstanceInfo): object {
  return {
    instanceId: instance.instanceId,
    app: instance.app,
    ipAddr: instance.ipAddr,
    vipAddress: instance.vipAddress,
    secureVipAddress: instance.secureVipAddress,
    dataCenterInfo: instance.dataCenterInfo && encodeDataCenter(compactDataCenter(instance.dataCenterInfo)),
    hostName: instance.hostName,
    status: instance.status,
    lastUpdatedTimestamp: instance.lastUpdatedTimestamp,
    actionType: instance.actionType,
    asgName: instance.asgName,
    port: encodePort(instance.port),
    securePort: encodePort(instance.securePort),
  };
}

/** What a client sends to register, and what a server answers for one instance. */
export const encodeInstanceDocument = (instance: InstanceInfo): { instance: object } => ({
  instance: encodeInstance(instance),
});

const encodePort = ({ number, enabled }: Port): object => ({ $: number, '@enabled': String(enabled) });

const encodeLease = (lease: LeaseInfo): object => ({
  renewalIntervalInSecs: lease.renewalIntervalInSecs,
  durationInSecs: lease.durationInSecs,
  registrationTimestamp: lease.registrationTimestamp,
  lastRenewalTimestamp: lease.lastRenewalTimestamp,
  evictionTimestamp: lease.evictionTimestamp,
  serviceUpTimestamp: lease.serviceUpTimestamp,
});
