import { DecodeError } from '../model/errors.js';
import {
  actionTypes,
  type ActionType,
  defaultLeaseInfo,
  type InstanceInfo,
  type InstanceStatus,
  isInstanceStatus,
  type LeaseInfo,
  type Port,
} from '../model/instance-info.js';
import { nonDefaultSid, otherTextFields } from '../model/instance-fields.js';
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
  type Writable,
} from './fields.js';

const optionalTextFields = ['instanceId', ...otherTextFields] as const;

/**
 * Decodes an instance as leniently as Java: a number may be a text, null is absent, unknown fields
 * are ignored. Missing required texts are read as empty; the registry rejects them, with a message
 * for each.
 * @param now epoch ms, used for missing timestamps
 */
export function decodeInstance(value: unknown, now: number, at = 'instance'): InstanceInfo {
  const fields = objectAt(value, at);
  const instance: Writable<InstanceInfo> = {
    hostName: textField(fields, 'hostName', at) ?? '',
    app: requiredTextField(fields, 'app', at).toUpperCase(),
    ipAddr: textField(fields, 'ipAddr', at) ?? '',
    status: parseStatus(textField(fields, 'status', at), 'UP'),
    overriddenStatus: overriddenStatusField(fields, at),
    port: decodePort(fields['port'], `${at}.port`, { number: 7001, enabled: true }),
    securePort: decodePort(fields['securePort'], `${at}.securePort`, { number: 7002, enabled: false }),
    countryId: intField(fields, 'countryId', at) ?? 1,
    leaseInfo: decodeLease(fields['leaseInfo'] ?? {}, `${at}.leaseInfo`),
    metadata: textMapAt(fields['metadata'] ?? {}, `${at}.metadata`),
    isCoordinatingDiscoveryServer: booleanField(fields, 'isCoordinatingDiscoveryServer', at) ?? false,
    lastUpdatedTimestamp: epochMsField(fields, 'lastUpdatedTimestamp', at) ?? now,
    lastDirtyTimestamp: epochMsField(fields, 'lastDirtyTimestamp', at) ?? now,
  };

  for (const name of optionalTextFields) {
    const text = textField(fields, name, at);
    if (text === undefined || (name === 'sid' && nonDefaultSid(text) === undefined)) continue;
    instance[name] = name === 'appGroupName' ? text.toUpperCase() : text;
  }
  const actionType = textField(fields, 'actionType', at);
  if (isActionType(actionType)) instance.actionType = actionType;
  const dataCenterInfo = fields['dataCenterInfo'] ?? undefined;
  if (dataCenterInfo !== undefined) {
    instance.dataCenterInfo = decodeDataCenter(dataCenterInfo, `${at}.dataCenterInfo`);
  }
  return instance;
}

/** Decodes a registration, or a server's response for one instance. */
export const decodeInstanceDocument = (value: unknown, now: number): InstanceInfo =>
  decodeInstance(underRoot(value, 'instance'), now);

const isActionType = (text: string | undefined): text is ActionType =>
  (actionTypes as readonly (string | undefined)[]).includes(text);

/** QUIRK(InstanceStatus.toEnum): an unknown name is read as UNKNOWN, and so is `up` in JSON. */
const parseStatus = (text: string | undefined, absent: InstanceStatus): InstanceStatus =>
  text === undefined ? absent : isInstanceStatus(text) ? text : 'UNKNOWN';

/**
 * Reads the override: JSON writes `overriddenStatus`, XML and the query `overriddenstatus`. Readers
 * accept both; if both are present, the later one wins.
 */
function overriddenStatusField(fields: Fields, at: string): InstanceStatus {
  const camel = textField(fields, 'overriddenStatus', at);
  const lower = textField(fields, 'overriddenstatus', at);
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
  const enabled = booleanField(fields, '@enabled', at) ?? absent.enabled;
  const number = intField(fields, '$', at);
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
    renewalIntervalInSecs: secsField(fields, 'renewalIntervalInSecs', at),
    durationInSecs: secsField(fields, 'durationInSecs', at),
    registrationTimestamp: epochMsField(fields, 'registrationTimestamp', at) ?? 0,
    // Former name: `renewalTimestamp`; some of Java's own readers still accept it.
    lastRenewalTimestamp:
      epochMsField(fields, 'lastRenewalTimestamp', at) ?? epochMsField(fields, 'renewalTimestamp', at) ?? 0,
    evictionTimestamp: epochMsField(fields, 'evictionTimestamp', at) ?? 0,
    serviceUpTimestamp: epochMsField(fields, 'serviceUpTimestamp', at) ?? 0,
  };
}

function secsField(fields: Fields, name: 'renewalIntervalInSecs' | 'durationInSecs', at: string): number {
  const secs = intField(fields, name, at);
  return secs !== undefined && secs > 0 ? secs : defaultLeaseInfo[name];
}
