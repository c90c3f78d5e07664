import { fieldPath } from '../json/fields.js';
import { idOf, type InstanceInfo, type Port } from '../model/instance-info.js';
import { fitsXml } from '../xml/text.js';

/** A field that would break other readers of the registry. */
export interface UnsafeField {
  /** Path as in a {@link DecodeError}. */
  readonly field: string;
  readonly reason: string;
}

/** Longest name that, percent-encoded, still fits into the request line of a heartbeat. */
const maxNameLength = 1024;
const maxPort = 65_535;
/** Vips in one address, and keys in one metadata: each costs an entry in an index or an element. */
const maxNames = 5000;

/**
 * Finds the first field that would make a reader stop, or lose all other instances too; undefined
 * if the instance is safe. Java registers such instances.
 */
export function findUnsafeField(instance: InstanceInfo): UnsafeField | undefined {
  const { app, dataCenterInfo, metadata } = instance;
  return (
    unsafe('instanceId', nameProblem(instance.instanceId)) ??
    unsafe('hostName', nameProblem(instance.hostName)) ??
    unsafe('app', nameProblem(app)) ??
    unsafe('ipAddr', nameProblem(instance.ipAddr)) ??
    unsafe('app', dotSegmentProblem(app)) ??
    unsafe('instanceId', dotSegmentProblem(idOf(instance))) ??
    unsafe('sid', textProblem(instance.sid)) ??
    unsafe('appGroupName', textProblem(instance.appGroupName)) ??
    unsafe('homePageUrl', textProblem(instance.homePageUrl)) ??
    unsafe('statusPageUrl', textProblem(instance.statusPageUrl)) ??
    unsafe('healthCheckUrl', textProblem(instance.healthCheckUrl)) ??
    unsafe('secureHealthCheckUrl', textProblem(instance.secureHealthCheckUrl)) ??
    unsafe('vipAddress', vipsProblem(instance.vipAddress)) ??
    unsafe('secureVipAddress', vipsProblem(instance.secureVipAddress)) ??
    unsafe('asgName', textProblem(instance.asgName)) ??
    unsafe('port', portProblem(instance.port)) ??
    unsafe('securePort', portProblem(instance.securePort)) ??
    (dataCenterInfo?.name === 'Amazon'
      ? findUnsafeEntry(dataCenterInfo.metadata, 'instance.dataCenterInfo.metadata')
      : undefined) ??
    findUnsafeMetadata(metadata)
  );
}

const unsafe = (name: string, reason: string | undefined): UnsafeField | undefined =>
  reason === undefined ? undefined : { field: `instance.${name}`, reason };

/**
 * Same check as {@link findUnsafeField}, for metadata that are added to a registered instance.
 *
 * @param registered the metadata it has so far, which count towards the limit
 */
export const findUnsafeMetadata = (
  metadata: InstanceInfo['metadata'],
  registered?: InstanceInfo['metadata'],
): UnsafeField | undefined => findUnsafeEntry(metadata, 'instance.metadata', registered);

function findUnsafeEntry(
  texts: Readonly<Record<string, string>>,
  at: string,
  registered?: Readonly<Record<string, string>>,
): UnsafeField | undefined {
  const count = Object.keys(registered ? { ...registered, ...texts } : texts).length;
  if (count > maxNames) return { field: at, reason: `it has ${count} keys, and may have ${maxNames}` };
  for (const [key, text] of Object.entries(texts)) {
    const reason = key === '' ? 'an empty key has no name in XML' : (nameProblem(key) ?? textProblem(text));
    if (reason) return { field: fieldPath(at, key), reason };
  }
  return undefined;
}

function nameProblem(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (name.length > maxNameLength) return `it is longer than ${maxNameLength} characters`;
  if (/[\0-\x1F\x7F-\x9F]/.test(name)) return 'it holds a control character';
  return textProblem(name);
}

const textProblem = (text: string | undefined): string | undefined =>
  text !== undefined && !fitsXml(text) ? 'it holds a character that XML cannot' : undefined;

function vipsProblem(address: string | undefined): string | undefined {
  const count = address === undefined || address.length < maxNames ? 1 : address.split(',').length;
  return count > maxNames ? `it names ${count} vips, and may name ${maxNames}` : textProblem(address);
}

/** Some clients set a disabled port to -1; readers ignore it. */
const portProblem = ({ number, enabled }: Port): string | undefined =>
  enabled && (number < 0 || number > maxPort) ? `no port has the number ${number}` : undefined;

const dotSegmentProblem = (name: string): string | undefined =>
  name === '.' || name === '..' ? 'a path that holds it leads elsewhere' : undefined;
