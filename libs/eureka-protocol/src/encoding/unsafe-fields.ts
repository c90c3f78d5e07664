import { fieldPath } from '../json/fields.js';
import { nameFields, otherTextFields } from '../model/instance-fields.js';
import { idOf, type InstanceInfo } from '../model/instance-info.js';
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
  const at = 'instance';
  for (const name of nameFields) {
    const reason = nameProblem(instance[name]);
    if (reason) return { field: `${at}.${name}`, reason };
  }
  if (isDotSegment(instance.app)) return { field: `${at}.app`, reason: dotSegmentProblem };
  if (isDotSegment(idOf(instance))) return { field: `${at}.instanceId`, reason: dotSegmentProblem };
  for (const name of otherTextFields) {
    const text = instance[name];
    const reason =
      (name === 'vipAddress' || name === 'secureVipAddress' ? vipsProblem(text) : undefined) ??
      textProblem(text);
    if (reason) return { field: `${at}.${name}`, reason };
  }
  for (const name of ['port', 'securePort'] as const) {
    const { number, enabled } = instance[name];
    // Some clients set a disabled port to -1; readers ignore it.
    if (enabled && (number < 0 || number > maxPort))
      return { field: `${at}.${name}`, reason: `no port has the number ${number}` };
  }
  const { dataCenterInfo: info, metadata } = instance;
  return (
    (info?.name === 'Amazon' ? findUnsafeEntry(info.metadata, `${at}.dataCenterInfo.metadata`) : undefined) ??
    findUnsafeMetadata(metadata)
  );
}

/**
 * Same check as {@link findUnsafeField}, for metadata that are added to a registered instance.
 *
 * @param registered the metadata it has so far, which count towards the limit
 */
export const findUnsafeMetadata = (
  metadata: InstanceInfo['metadata'],
  registered: InstanceInfo['metadata'] = {},
): UnsafeField | undefined => findUnsafeEntry(metadata, 'instance.metadata', registered);

function findUnsafeEntry(
  texts: Readonly<Record<string, string>>,
  at: string,
  registered: Readonly<Record<string, string>> = {},
): UnsafeField | undefined {
  const count = Object.keys({ ...registered, ...texts }).length;
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
  if (address === undefined || address.length < maxNames) return undefined;
  const count = address.split(',').length;
  return count > maxNames ? `it names ${count} vips, and may name ${maxNames}` : undefined;
}

const dotSegmentProblem = 'a path that holds it leads elsewhere';
const isDotSegment = (name: string): boolean => name === '.' || name === '..';
