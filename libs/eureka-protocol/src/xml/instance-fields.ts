import { amazonDataCenterClass, defaultDataCenterClass } from '../model/data-center.js';
import { nameFields, otherTextFields } from '../model/instance-fields.js';
import type { Fields } from '../json/fields.js';
import { unescapeName } from './element-name.js';
import type { XmlElement } from './read-xml.js';

/** Read as they stand, white space and all. */
const texts: ReadonlySet<string> = new Set([...nameFields, ...otherTextFields]);

/** Numbers and words, around which white space means nothing. */
const scalars: ReadonlySet<string> = new Set([
  'countryId',
  'lastUpdatedTimestamp',
  'lastDirtyTimestamp',
  'actionType',
]);

/**
 * The elements of an instance as the fields that the same instance has in JSON, so that one decoder judges both. Elements that
 * nobody knows are passed over, of two of one name the later counts.
 */
export function instanceFields(instance: XmlElement): Fields {
  const fields: Record<string, unknown> = {};
  for (const child of instance.children) {
    const { name, text, attributes } = child;
    if (texts.has(name)) fields[name] = text;
    else if (scalars.has(name)) fields[name] = text.trim();
    else
      switch (name) {
        case 'status':
          fields['status'] = wordOf(text);
          break;
        case 'overriddenstatus':
        case 'overriddenStatus':
          fields['overriddenStatus'] = wordOf(text);
          break;
        case 'port':
          fields['port'] = { $: text, '@enabled': attributes['enabled'] !== 'false' };
          break;
        case 'securePort':
          fields['securePort'] = { $: text, '@enabled': attributes['enabled'] === 'true' };
          break;
        case 'isCoordinatingDiscoveryServer':
          fields[name] = text.trim().toLowerCase();
          break;
        case 'dataCenterInfo':
          fields[name] = dataCenterFields(child);
          break;
        case 'leaseInfo':
          fields[name] = leaseFields(child);
          break;
        case 'metadata':
          fields[name] = textsIn(child);
      }
  }
  return fields;
}

/** XML, unlike JSON, takes a status in any case. */
const wordOf = (text: string): string => text.trim().toUpperCase();

/** The name decides, whatever the attribute `class` says. */
function dataCenterFields({ children }: XmlElement): Fields {
  let name: string | undefined;
  let metadata: Fields = {};
  for (const child of children) {
    if (child.name === 'name') name = child.text.trim();
    else if (child.name === 'metadata') metadata = textsIn(child);
  }
  return name?.toLowerCase() === 'amazon'
    ? { '@class': amazonDataCenterClass, name: 'Amazon', metadata }
    : { '@class': defaultDataCenterClass, name };
}

const leaseFields = ({ children }: XmlElement): Fields =>
  Object.fromEntries(children.map(({ name, text }) => [name, text]));

const textsIn = ({ children }: XmlElement): Fields =>
  Object.fromEntries(children.map(({ name, text }) => [unescapeName(name), text]));
