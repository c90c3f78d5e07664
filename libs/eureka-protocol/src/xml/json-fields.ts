import { amazonDataCenterClass, defaultDataCenterClass } from '../model/data-center.js';
import { nameFields, otherTextFields } from '../model/instance-fields.js';
import type { Fields } from '../json/fields.js';
import { unescapeName } from './element-name.js';
import type { XmlElement } from './read-xml.js';

/** Elements whose text is taken as it is, including white space. */
const textElements: ReadonlySet<string> = new Set([...nameFields, ...otherTextFields]);

/** Elements that hold a number or a keyword; white space around it is dropped. */
const scalarElements: ReadonlySet<string> = new Set([
  'countryId',
  'lastUpdatedTimestamp',
  'lastDirtyTimestamp',
  'actionType',
]);

/**
 * Converts the elements of an instance to the fields it has in JSON, so that one decoder serves
 * both. Unknown elements are ignored; if two have the same name, the later one wins.
 */
export function instanceJsonFields(instance: XmlElement): Fields {
  const fields: Record<string, unknown> = {};
  for (const child of instance.children) {
    const { name, text, attributes } = child;
    if (textElements.has(name)) fields[name] = text;
    else if (scalarElements.has(name)) fields[name] = text.trim();
    else
      switch (name) {
        case 'status':
          fields['status'] = upperCaseWord(text);
          break;
        case 'overriddenstatus':
        case 'overriddenStatus':
          fields['overriddenStatus'] = upperCaseWord(text);
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
          fields[name] = textMap(child);
      }
  }
  return fields;
}

/** Reads a status, which XML, unlike JSON, accepts in any case. */
const upperCaseWord = (text: string): string => text.trim().toUpperCase();

/** Reads a data center. Its name decides its type; the attribute `class` is ignored. */
function dataCenterFields({ children }: XmlElement): Fields {
  let name: string | undefined;
  let metadata: Fields = {};
  for (const child of children) {
    if (child.name === 'name') name = child.text.trim();
    else if (child.name === 'metadata') metadata = textMap(child);
  }
  return name?.toLowerCase() === 'amazon'
    ? { '@class': amazonDataCenterClass, name: 'Amazon', metadata }
    : { '@class': defaultDataCenterClass, name };
}

const leaseFields = ({ children }: XmlElement): Fields =>
  Object.fromEntries(children.map(({ name, text }) => [name, text]));

const textMap = ({ children }: XmlElement): Fields =>
  Object.fromEntries(children.map(({ name, text }) => [unescapeName(name), text]));
