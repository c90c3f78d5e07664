import { compactDataCenter } from '../model/data-center.js';
import type { InstanceInfo, LeaseInfo, Port } from '../model/instance-info.js';
import { nonDefaultSid } from '../model/instance-fields.js';
import { encodeDataCenter } from './data-center-json.js';

/**
 * QUIRK(InstanceInfo.getMetadata): an empty map is written with its class; readers drop `@class`.
 */
const emptyMetadata = Object.freeze({ '@class': 'java.util.Collections$EmptyMap' });

/**
 * Encodes an instance as Java does inside arrays and batches: the same fields in the same order,
 * and no other, because strict readers stop at an unknown field. JSON.stringify omits undefined
 * fields.
 */
export function encodeInstance(instance: InstanceInfo): object {
  return {
    instanceId: instance.instanceId,
    hostName: instance.hostName,
    app: instance.app,
    ipAddr: instance.ipAddr,
    sid: nonDefaultSid(instance.sid),
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

/** Encodes the fields a caller needs. Unlike in the full form, the timestamp is a number. */
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

/** Encodes a registration, or a server's response for one instance. */
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
