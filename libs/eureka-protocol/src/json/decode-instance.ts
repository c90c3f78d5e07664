import { DecodeError } from '../model/errors.js';
import {
  actionTypes,
  type ActionType,
  type DataCenterInfo,
  defaultLeaseInfo,
  type InstanceInfo,
  type InstanceStatus,
  isInstanceStatus,
  type LeaseInfo,
  type Port,
} from '../model/instance-info.js';
import { nonDefaultSid } from '../model/instance-fields.js';
import { decodeDataCenter } from './data-center-json.js';
import {
  epochMsField,
  type Fields,
  booleanField,
  intField,
  objectAt,
  requiredTextField,
  textField,
  textMapAt,
  underRoot,
} from './fields.js';

/**
 * Decodes an instance as leniently as Java: a number may be a text, null is absent, unknown fields
 * are ignored. Missing required texts are read as empty; the registry rejects them, with a message
 * for each.
 * @param now epoch ms, used for missing timestamps
 */
export function decodeInstance(value: unknown, now: number, at = 'instance'): InstanceInfo {
  const fields = objectAt(value, at);
  return {
    instanceId: textField(fields['instanceId'], at, 'instanceId'),
    hostName: textField(fields['hostName'], at, 'hostName') ?? '',
    app: requiredTextField(fields['app'], at, 'app').toUpperCase(),
    ipAddr: textField(fields['ipAddr'], at, 'ipAddr') ?? '',
    sid: nonDefaultSid(textField(fields['sid'], at, 'sid')),
    status: parseStatus(textField(fields['status'], at, 'status'), 'UP'),
    overriddenStatus: overriddenStatusField(fields, at),
    port: decodePort(fields['port'], `${at}.port`, { number: 7001, enabled: true }),
    securePort: decodePort(fields['securePort'], `${at}.securePort`, { number: 7002, enabled: false }),
    countryId: intField(fields['countryId'], at, 'countryId') ?? 1,
    dataCenterInfo: dataCenterField(fields['dataCenterInfo'], at),
    leaseInfo: decodeLease(fields['leaseInfo'] ?? {}, `${at}.leaseInfo`),
    metadata: textMapAt(fields['metadata'] ?? {}, `${at}.metadata`),
    appGroupName: textField(fields['appGroupName'], at, 'appGroupName')?.toUpperCase(),
    homePageUrl: textField(fields['homePageUrl'], at, 'homePageUrl'),
    statusPageUrl: textField(fields['statusPageUrl'], at, 'statusPageUrl'),
    healthCheckUrl: textField(fields['healthCheckUrl'], at, 'healthCheckUrl'),
    secureHealthCheckUrl: textField(fields['secureHealthCheckUrl'], at, 'secureHealthCheckUrl'),
    vipAddress: textField(fields['vipAddress'], at, 'vipAddress'),
    secureVipAddress: textField(fields['secureVipAddress'], at, 'secureVipAddress'),
    isCoordinatingDiscoveryServer:
      booleanField(fields['isCoordinatingDiscoveryServer'], at, 'isCoordinatingDiscoveryServer') ?? false,
    lastUpdatedTimestamp: epochMsField(fields['lastUpdatedTimestamp'], at, 'lastUpdatedTimestamp') ?? now,
    lastDirtyTimestamp: epochMsField(fields['lastDirtyTimestamp'], at, 'lastDirtyTimestamp') ?? now,
    actionType: actionTypeField(fields['actionType'], at),
    asgName: textField(fields['asgName'], at, 'asgName'),
  };
}

/** Decodes a registration, or a server's response for one instance. */
export const decodeInstanceDocument = (value: unknown, now: number): InstanceInfo =>
  decodeInstance(underRoot(value, 'instance'), now);

const dataCenterField = (value: unknown, at: string): DataCenterInfo | undefined =>
  value === undefined || value === null ? undefined : decodeDataCenter(value, `${at}.dataCenterInfo`);

/** An unknown action counts as absent. */
function actionTypeField(value: unknown, at: string): ActionType | undefined {
  const text = textField(value, at, 'actionType');
  return actionTypes.find((each) => each === text);
}

/** QUIRK(InstanceStatus.toEnum): an unknown name is read as UNKNOWN, and so is `up` in JSON. */
const parseStatus = (text: string | undefined, absent: InstanceStatus): InstanceStatus =>
  text === undefined ? absent : isInstanceStatus(text) ? text : 'UNKNOWN';

/**
 * Reads the override: JSON writes `overriddenStatus`, XML and the query `overriddenstatus`. Readers
 * accept both; if both are present, the later one wins.
 */
function overriddenStatusField(fields: Fields, at: string): InstanceStatus {
  const camel = textField(fields['overriddenStatus'], at, 'overriddenStatus');
  const lower = textField(fields['overriddenstatus'], at, 'overriddenstatus');
  if (camel === undefined || lower === undefined) return parseStatus(camel ?? lower, 'UNKNOWN');
  const last = Object.keys(fields).findLast((name) => /^overridden[sS]tatus$/.test(name));
  return parseStatus(last === 'overriddenstatus' ? lower : camel, 'UNKNOWN');
}

/**
 * QUIRK(InstanceInfoDeserializer): the only place besides the data center where Java rejects an
 * unknown field. Better than Java: a bare number, as Node clients send it, is the port.
 */
function decodePort(value: unknown, at: string, absent: Port): Port {
  if (value === undefined || value === null) return absent;
  if (typeof value === 'number' || isQuotedNumber(value)) return decodePort({ $: value }, at, absent);
  const allowed = '{"$": number, "@enabled": "true" or "false"}';
  const fields = objectAt(value, at, allowed);
  for (const name of Object.keys(fields))
    if (name !== '$' && name !== '@enabled') throw new DecodeError(at, allowed);
  const enabled = booleanField(fields['@enabled'], at, '@enabled') ?? absent.enabled;
  const number = intField(fields['$'], at, '$');
  const isEmpty = number === undefined && typeof fields['$'] === 'string';
  if (isEmpty && enabled) throw new DecodeError(`${at}.$`, 'a number, unless the port is disabled');
  // QUIRK(InstanceInfoDeserializer): an empty text is the port 0.
  return { number: number ?? (isEmpty ? 0 : absent.number), enabled };
}

/** True for a number such as 8080.0, which `parseJson` makes a text; "8080" is sent as a text. */
const isQuotedNumber = (value: unknown): boolean =>
  typeof value === 'string' && /^-?\d[\d.eE+-]*$/.test(value) && String(Number(value)) !== value;

function decodeLease(value: unknown, at: string): LeaseInfo {
  const fields = objectAt(value, at);
  return {
    renewalIntervalInSecs: secsField(fields['renewalIntervalInSecs'], at, 'renewalIntervalInSecs'),
    durationInSecs: secsField(fields['durationInSecs'], at, 'durationInSecs'),
    registrationTimestamp: epochMsField(fields['registrationTimestamp'], at, 'registrationTimestamp') ?? 0,
    // Former name: `renewalTimestamp`; some of Java's own readers still accept it.
    lastRenewalTimestamp:
      epochMsField(fields['lastRenewalTimestamp'], at, 'lastRenewalTimestamp') ??
      epochMsField(fields['renewalTimestamp'], at, 'renewalTimestamp') ??
      0,
    evictionTimestamp: epochMsField(fields['evictionTimestamp'], at, 'evictionTimestamp') ?? 0,
    serviceUpTimestamp: epochMsField(fields['serviceUpTimestamp'], at, 'serviceUpTimestamp') ?? 0,
  };
}

function secsField(value: unknown, at: string, name: 'renewalIntervalInSecs' | 'durationInSecs'): number {
  const secs = intField(value, at, name);
  return secs !== undefined && secs > 0 ? secs : defaultLeaseInfo[name];
}
