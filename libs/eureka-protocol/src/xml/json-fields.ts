import { amazonDataCenterClass, defaultDataCenterClass } from '../model/data-center.js';
import { nameFields, otherTextFields } from '../model/instance-fields.js';
import type { Fields } from '../json/fields.js';
import { unescapeName } from './element-name.js';
import type { XmlElement } from './read-xml.js';

/** Elements whose text is taken as it is, including white space. */
const textElements: ReadonlySet<string> = new Set([...nameFields, ...otherTextFields]);

/** Elements that hold a number or a keyword; white space around it is dropped. */
const scalarElements = new Set(['countryId', 'lastUpdatedTimestamp', 'lastDirtyTimestamp', 'actionType']);

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
    // XML, unlike JSON, accepts a status in any case.
    else if (name === 'status') fields[name] = text.trim().toUpperCase();
    else if (/^overridden[sS]tatus$/.test(name)) fields['overriddenStatus'] = text.trim().toUpperCase();
    else if (name === 'port') fields[name] = { $: text, '@enabled': attributes['enabled'] !== 'false' };
    else if (name === 'securePort') fields[name] = { $: text, '@enabled': attributes['enabled'] === 'true' };
    else if (name === 'isCoordinatingDiscoveryServer') fields[name] = text.trim().toLowerCase();
    else if (name === 'dataCenterInfo') fields[name] = dataCenterFields(child);
    else if (name === 'leaseInfo') fields[name] = leaseFields(child);
    else if (name === 'metadata') fields[name] = textMap(child);
  }
  return fields;
}

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
