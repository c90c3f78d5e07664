import type { Application, Applications } from '../model/applications.js';
import type { InstanceInfo } from '../model/instance-info.js';
import { decodeApplicationDocument, decodeApplicationsDocument } from '../json/applications-json.js';
import { decodeInstance } from '../json/decode-instance.js';
import type { Fields } from '../json/fields.js';
import { instanceJsonFields } from './json-fields.js';
import { readXml, type XmlElement } from './read-xml.js';

/**
 * Decodes a registration, or a server's response for one instance, to the same value as its JSON.
 * @param now epoch ms, used for missing timestamps
 */
export const decodeInstanceXml = (document: string, now: number): InstanceInfo =>
  decodeInstance(copyOf(instanceJsonFields(readXml(document, 'instance'))), now);

/** A copy without parts of the document: each of them would keep the whole document in memory. */
const copyOf = (fields: Fields): Fields => JSON.parse(JSON.stringify(fields)) as Fields;

/** Decodes a server's response for one service. */
export const decodeApplicationXml = (document: string, now: number): Application =>
  decodeApplicationDocument({ application: applicationFields(readXml(document, 'application')) }, now);

/** Decodes a server's response for its registry or its delta. */
export function decodeApplicationsXml(document: string, now: number): Applications {
  const root = readXml(document, 'applications');
  const applications = {
    versions__delta: childText(root, 'versions__delta'),
    apps__hashcode: childText(root, 'apps__hashcode'),
    application: childrenOf(root, 'application').map(applicationFields),
  };
  return decodeApplicationsDocument({ applications }, now);
}

const applicationFields = (application: XmlElement): Fields => ({
  name: childText(application, 'name'),
  instance: childrenOf(application, 'instance').map(instanceJsonFields),
});

const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name);

const childText = (element: XmlElement, name: string): string | undefined =>
  childrenOf(element, name).at(-1)?.text;
