import { idOf, type InstanceInfo } from './instance-info.js';
import { nameFields, otherTextFields } from './instance-fields.js';
import { pathTo } from '../json/fields.js';
import { fitsXml } from '../xml/text.js';

/** What is wrong with an instance that can be read: the field as in a {@link DecodeError}, and the reason. */
export interface Harm {
  readonly field: string;
  readonly why: string;
}

/** Longer ones do not fit into the request line of a heartbeat once they are percent-encoded. */
const longestName = 1024;
const largestPort = 65_535;

/**
 * The first thing in an instance for which some reader of the registry would stop, or lose all other instances too; undefined
 * where all is well. Java registers such instances.
 */
export function harmOf(instance: InstanceInfo): Harm | undefined {
  const at = 'instance';
  for (const name of nameFields) {
    const why = harmOfName(instance[name]);
    if (why) return { field: `${at}.${name}`, why };
  }
  if (isDots(instance.app)) return { field: `${at}.app`, why: dots };
  if (isDots(idOf(instance))) return { field: `${at}.instanceId`, why: dots };
  for (const name of otherTextFields) {
    const why = harmOfText(instance[name]);
    if (why) return { field: `${at}.${name}`, why };
  }
  for (const name of ['port', 'securePort'] as const) {
    const { number } = instance[name];
    if (number < 0 || number > largestPort)
      return { field: `${at}.${name}`, why: `no port has the number ${number}` };
  }
  const { dataCenterInfo: info, metadata } = instance;
  return (
    (info?.name === 'Amazon' ? harmOfTexts(info.metadata, `${at}.dataCenterInfo.metadata`) : undefined) ??
    harmOfMetadata(metadata)
  );
}

/** As {@link harmOf}, of metadata alone: what is added to an instance later. */
export const harmOfMetadata = (metadata: InstanceInfo['metadata']): Harm | undefined =>
  harmOfTexts(metadata, 'instance.metadata');

function harmOfTexts(texts: Readonly<Record<string, string>>, at: string): Harm | undefined {
  for (const [key, text] of Object.entries(texts)) {
    const why = key === '' ? 'an empty key has no name in XML' : (harmOfName(key) ?? harmOfText(text));
    if (why) return { field: pathTo(at, key), why };
  }
  return undefined;
}

function harmOfName(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (name.length > longestName) return `it is longer than ${longestName} characters`;
  if (/[\0-\x1F\x7F-\x9F]/.test(name)) return 'it holds a control character';
  return harmOfText(name);
}

const harmOfText = (text: string | undefined): string | undefined =>
  text !== undefined && !fitsXml(text) ? 'it holds a character that XML cannot' : undefined;

const dots = 'a path that holds it leads elsewhere';
const isDots = (name: string): boolean => name === '.' || name === '..';
