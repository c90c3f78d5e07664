import type { ConsoleInstance } from '@eureka-nest/protocol/console';
import type { InstanceInfo } from '@eureka-nest/protocol';
import type { RegistryEntry } from '../core/registry/registry-entry.js';

/** Characters of one text, and of all metadata of an instance: 250 instances are one event. */
const MAX_TEXT = 4_000;
const MAX_METADATA = 16_000;

/**
 * Key of an instance in the console. A slash in the application's name is escaped, so that the
 * first one ends the name, and no two instances have one key.
 */
export const consoleKey = (app: string, id: string): string =>
  `${/[/%]/.test(app) ? app.replaceAll('%', '%25').replaceAll('/', '%2F') : app}/${id}`;

/** Application and id of a key. */
export function partsOfKey(key: string): { readonly app: string; readonly id: string } {
  const end = key.indexOf('/');
  const app = key.slice(0, end).replaceAll('%2F', '/').replaceAll('%25', '%');
  return { app, id: key.slice(end + 1) };
}

/**
 * One instance as the console shows it. It reads the entry in place: `info` would copy the
 * instance.
 *
 * @param isConnected undefined if the server does not watch the connections of instances
 */
export function instanceView(entry: RegistryEntry, isConnected: boolean | undefined): ConsoleInstance {
  const { app, id, listed, lease } = entry;
  const { port, securePort, overriddenStatus, leaseInfo } = listed;
  const { renewedAt, durationMs } = lease;
  const metadata = boundedMetadata(listed.metadata);
  const zone = zoneOf(listed);
  const { version } = listed.metadata;
  return {
    key: consoleKey(app, id),
    app,
    id,
    host: listed.hostName,
    ip: listed.ipAddr,
    ...(port.enabled && { port: port.number }),
    ...(securePort.enabled && { securePort: securePort.number }),
    ...(listed.vipAddress && { vip: bounded(listed.vipAddress) }),
    ...(listed.secureVipAddress && { secureVip: bounded(listed.secureVipAddress) }),
    status: listed.status,
    ownStatus: entry.ownStatus ?? listed.status,
    ...(overriddenStatus !== 'UNKNOWN' && { override: overriddenStatus }),
    ...(zone && { zone: bounded(zone) }),
    ...(version && { version: bounded(version) }),
    metadata,
    ...webUrl('homePageUrl', listed.homePageUrl),
    ...webUrl('statusPageUrl', listed.statusPageUrl),
    ...webUrl('healthCheckUrl', listed.healthCheckUrl),
    registeredAt: lease.registeredAt,
    ...(lease.serviceUpAt > 0 && { upSince: lease.serviceUpAt }),
    renewedAt: renewalTime(lease),
    leaseMs: durationMs,
    renewalMs: leaseInfo.renewalIntervalInSecs * 1000,
    expiresAt: renewedAt + durationMs,
    dirtyAt: listed.lastDirtyTimestamp,
    changedAt: listed.lastUpdatedTimestamp ?? lease.registeredAt,
    ...(isConnected !== undefined && { isConnected }),
  };
}

/** The lease stores a renewal as its time plus the duration; before the first, the registration. */
export const renewalTime = ({ registeredAt, renewedAt, durationMs }: RegistryEntry['lease']): number =>
  Math.max(registeredAt, renewedAt - durationMs);

function zoneOf({ metadata, dataCenterInfo }: Pick<InstanceInfo, 'metadata' | 'dataCenterInfo'>) {
  if (metadata['zone']) return metadata['zone'];
  return dataCenterInfo?.name === 'Amazon' ? dataCenterInfo.metadata['availability-zone'] : undefined;
}

const webUrl = <K extends string>(name: K, url: string | undefined): Partial<Record<K, string>> =>
  url !== undefined && url.length <= MAX_TEXT && /^https?:\/\//i.test(url)
    ? ({ [name]: url } as Record<K, string>)
    : {};

const bounded = (text: string): string => (text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`);

/** The metadata themselves, unless they are long: then the first of them, with long values cut. */
function boundedMetadata(metadata: InstanceInfo['metadata']): InstanceInfo['metadata'] {
  let room = MAX_METADATA;
  for (const name in metadata) room -= name.length + metadata[name]!.length;
  if (room >= 0) return metadata;
  room = MAX_METADATA;
  const kept: [string, string][] = [];
  for (const [name, value] of Object.entries(metadata)) {
    const text = bounded(value);
    room -= name.length + text.length;
    if (room >= 0) kept.push([name, text]);
  }
  return Object.fromEntries(kept);
}
