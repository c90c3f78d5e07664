import { DecodeError } from '../model/errors.js';
import {
  actionTypes,
  type ActionType,
  type InstanceInfo,
  type InstanceStatus,
  isInstanceStatus,
  type LeaseInfo,
  type Port,
} from '../model/instance-info.js';
import { tellingSid } from './sid.js';
import { decodeDataCenter } from './data-center-json.js';
import {
  epochMsOf,
  type Fields,
  flagOf,
  intOf,
  objectAt,
  requiredTextOf,
  textOf,
  textsAt,
  underRoot,
  type Writable,
} from './fields.js';

/** Kept when they are there. */
const optionalTexts = [
  'instanceId',
  'homePageUrl',
  'statusPageUrl',
  'healthCheckUrl',
  'secureHealthCheckUrl',
  'vipAddress',
  'secureVipAddress',
  'asgName',
] as const;

/**
 * Reads one instance as leniently as Java does: a number may be a text, null is absent, unknown fields are passed over.
 * Required texts that are missing come out empty: it is the registry that refuses them, each with its own words.
 * @param now epoch ms, for the timestamps that are missing
 */
export function decodeInstance(value: unknown, now: number, at = 'instance'): InstanceInfo {
  const fields = objectAt(value, at);
  const instance: Writable<InstanceInfo> = {
    hostName: textOf(fields, 'hostName', at) ?? '',
    app: requiredTextOf(fields, 'app', at).toUpperCase(),
    ipAddr: textOf(fields, 'ipAddr', at) ?? '',
    status: statusOf(textOf(fields, 'status', at), 'UP'),
    overriddenStatus: overriddenStatusOf(fields, at),
    port: decodePort(fields['port'], `${at}.port`, { number: 7001, enabled: true }),
    securePort: decodePort(fields['securePort'], `${at}.securePort`, { number: 7002, enabled: false }),
    countryId: intOf(fields, 'countryId', at) ?? 1,
    leaseInfo: decodeLease(fields['leaseInfo'] ?? {}, `${at}.leaseInfo`),
    metadata: textsAt(fields['metadata'] ?? {}, `${at}.metadata`),
    isCoordinatingDiscoveryServer: flagOf(fields, 'isCoordinatingDiscoveryServer', at) ?? false,
    lastUpdatedTimestamp: epochMsOf(fields, 'lastUpdatedTimestamp', at) ?? now,
    lastDirtyTimestamp: epochMsOf(fields, 'lastDirtyTimestamp', at) ?? now,
  };

  for (const name of optionalTexts) {
    const text = textOf(fields, name, at);
    if (text !== undefined) instance[name] = text;
  }
  const sid = tellingSid(textOf(fields, 'sid', at));
  if (sid !== undefined) instance.sid = sid;
  const appGroupName = textOf(fields, 'appGroupName', at);
  if (appGroupName !== undefined) instance.appGroupName = appGroupName.toUpperCase();
  const actionType = textOf(fields, 'actionType', at);
  if (isActionType(actionType)) instance.actionType = actionType;
  const dataCenterInfo = fields['dataCenterInfo'] ?? undefined;
  if (dataCenterInfo !== undefined) {
    instance.dataCenterInfo = decodeDataCenter(dataCenterInfo, `${at}.dataCenterInfo`);
  }
  return instance;
}

/** A registration, or a server's answer for one instance. */
export const decodeInstanceDocument = (value: unknown, now: number): InstanceInfo =>
  decodeInstance(underRoot(value, 'instance'), now);

const isActionType = (text: string | undefined): text is ActionType =>
  (actionTypes as readonly (string | undefined)[]).includes(text);

/** QUIRK(InstanceStatus.toEnum): a name it does not know is UNKNOWN, and so is `up` in JSON. */
const statusOf = (text: string | undefined, absent: InstanceStatus): InstanceStatus =>
  text === undefined ? absent : isInstanceStatus(text) ? text : 'UNKNOWN';

/** JSON writes a capital S, XML and the query parameter a small one; readers take both, and of two the later. */
function overriddenStatusOf(fields: Fields, at: string): InstanceStatus {
  const camel = textOf(fields, 'overriddenStatus', at);
  const lower = textOf(fields, 'overriddenstatus', at);
  if (camel === undefined || lower === undefined) return statusOf(camel ?? lower, 'UNKNOWN');
  const names = Object.keys(fields);
  return statusOf(
    names.indexOf('overriddenstatus') > names.indexOf('overriddenStatus') ? lower : camel,
    'UNKNOWN',
  );
}

/**
 * QUIRK(InstanceInfoDeserializer): the one place, beside the data center, where Java refuses a field that it does not know. Better than
 * Java: a bare number is the port, for clients of Node send it so.
 */
function decodePort(value: unknown, at: string, absent: Port): Port {
  if (value === undefined || value === null) return absent;
  if (typeof value === 'number') return decodePort({ $: value }, at, absent);
  const allowed = '{"$": number, "@enabled": "true" or "false"}';
  const fields = objectAt(value, at, allowed);
  for (const name of Object.keys(fields))
    if (name !== '$' && name !== '@enabled') throw new DecodeError(at, allowed);
  return {
    number: intOf(fields, '$', at) ?? absent.number,
    enabled: flagOf(fields, '@enabled', at) ?? absent.enabled,
  };
}

function decodeLease(value: unknown, at: string): LeaseInfo {
  const fields = objectAt(value, at);
  return {
    renewalIntervalInSecs: positive(intOf(fields, 'renewalIntervalInSecs', at), 30),
    durationInSecs: positive(intOf(fields, 'durationInSecs', at), 90),
    registrationTimestamp: epochMsOf(fields, 'registrationTimestamp', at) ?? 0,
    // The second is what it was called once; some of Java's own readers still take it.
    lastRenewalTimestamp:
      epochMsOf(fields, 'lastRenewalTimestamp', at) ?? epochMsOf(fields, 'renewalTimestamp', at) ?? 0,
    evictionTimestamp: epochMsOf(fields, 'evictionTimestamp', at) ?? 0,
    serviceUpTimestamp: epochMsOf(fields, 'serviceUpTimestamp', at) ?? 0,
  };
}

const positive = (secs: number | undefined, otherwise: number): number =>
  secs !== undefined && secs > 0 ? secs : otherwise;
