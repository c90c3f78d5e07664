import { compactDataCenter, dataCenterClass } from '../model/data-center.js';
import type {
  DataCenterInfo,
  InstanceInfo,
  InstanceStatus,
  LeaseInfo,
  Port,
} from '../model/instance-info.js';
import { nonDefaultSid } from '../model/instance-fields.js';
import { escapeName } from './element-name.js';
import { element, escapeText } from './text.js';

/** QUIRK(InstanceInfo.getMetadata): an empty map is written with its class. */
const emptyMetadata = '<metadata class="java.util.Collections$EmptyMap"/>';

/** Encodes an instance, with its elements in Java's order. */
export const encodeInstanceXml = (instance: InstanceInfo, status: InstanceStatus = instance.status): string =>
  '<instance>' +
  element('instanceId', instance.instanceId) +
  element('hostName', instance.hostName) +
  element('app', instance.app) +
  element('ipAddr', instance.ipAddr) +
  element('sid', nonDefaultSid(instance.sid)) +
  `<status>${status}</status><overriddenstatus>${instance.overriddenStatus}</overriddenstatus>` +
  encodePort('port', instance.port) +
  encodePort('securePort', instance.securePort) +
  `<countryId>${instance.countryId}</countryId>` +
  encodeDataCenter(instance.dataCenterInfo) +
  encodeLease(instance.leaseInfo) +
  encodeMetadata(instance.metadata) +
  element('appGroupName', instance.appGroupName) +
  element('homePageUrl', instance.homePageUrl) +
  element('statusPageUrl', instance.statusPageUrl) +
  element('healthCheckUrl', instance.healthCheckUrl) +
  element('secureHealthCheckUrl', instance.secureHealthCheckUrl) +
  element('vipAddress', instance.vipAddress) +
  element('secureVipAddress', instance.secureVipAddress) +
  `<isCoordinatingDiscoveryServer>${instance.isCoordinatingDiscoveryServer}</isCoordinatingDiscoveryServer>` +
  `<lastUpdatedTimestamp>${instance.lastUpdatedTimestamp}</lastUpdatedTimestamp>` +
  `<lastDirtyTimestamp>${instance.lastDirtyTimestamp}</lastDirtyTimestamp>` +
  element('actionType', instance.actionType) +
  element('asgName', instance.asgName) +
  '</instance>';

/** Encodes the fields a caller needs, in the order of Java's compact XML codec. */
export const encodeCompactInstanceXml = (instance: InstanceInfo): string =>
  '<instance>' +
  element('instanceId', instance.instanceId) +
  element('app', instance.app) +
  element('ipAddr', instance.ipAddr) +
  element('vipAddress', instance.vipAddress) +
  element('secureVipAddress', instance.secureVipAddress) +
  encodeDataCenter(instance.dataCenterInfo && compactDataCenter(instance.dataCenterInfo)) +
  element('hostName', instance.hostName) +
  `<status>${instance.status}</status>` +
  `<lastUpdatedTimestamp>${instance.lastUpdatedTimestamp}</lastUpdatedTimestamp>` +
  element('actionType', instance.actionType) +
  element('asgName', instance.asgName) +
  encodePort('port', instance.port) +
  encodePort('securePort', instance.securePort) +
  '</instance>';

const encodePort = (name: string, { number, enabled }: Port): string =>
  `<${name} enabled="${enabled}">${number}</${name}>`;

/** The name comes first, because Java derives the type of the metadata from it. */
function encodeDataCenter(info: DataCenterInfo | undefined): string {
  if (info === undefined) return '';
  const metadata = info.name === 'Amazon' ? `<metadata>${metadataElements(info.metadata)}</metadata>` : '';
  return `<dataCenterInfo class="${dataCenterClass(info)}">${element('name', info.name || undefined)}${metadata}</dataCenterInfo>`;
}

const encodeLease = (lease: LeaseInfo): string =>
  `<leaseInfo><renewalIntervalInSecs>${lease.renewalIntervalInSecs}</renewalIntervalInSecs>` +
  `<durationInSecs>${lease.durationInSecs}</durationInSecs>` +
  `<registrationTimestamp>${lease.registrationTimestamp}</registrationTimestamp>` +
  `<lastRenewalTimestamp>${lease.lastRenewalTimestamp}</lastRenewalTimestamp>` +
  `<evictionTimestamp>${lease.evictionTimestamp}</evictionTimestamp>` +
  `<serviceUpTimestamp>${lease.serviceUpTimestamp}</serviceUpTimestamp></leaseInfo>`;

function encodeMetadata(metadata: InstanceInfo['metadata']): string {
  const texts = metadataElements(metadata);
  return texts === '' ? emptyMetadata : `<metadata>${texts}</metadata>`;
}

/** Writes one element per entry. An empty key is omitted, since XML has no name for it. */
function metadataElements(texts: Readonly<Record<string, string>>): string {
  let all = '';
  for (const key of Object.keys(texts)) {
    if (key === '') continue;
    const name = escapeName(key);
    all += `<${name}>${escapeText(texts[key] ?? '')}</${name}>`;
  }
  return all;
}
