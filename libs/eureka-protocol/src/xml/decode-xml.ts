import type { Application, Applications } from '../model/applications.js';
import type { InstanceInfo } from '../model/instance-info.js';
import { decodeApplicationDocument, decodeApplicationsDocument } from '../json/applications-json.js';
import { decodeInstance } from '../json/decode-instance.js';
import type { Fields } from '../json/fields.js';
import { instanceFields } from './instance-fields.js';
import { readXml, type XmlElement } from './read-xml.js';

/**
 * A registration, or a server's answer for one instance: the same as if it had come in JSON.
 * @param now epoch ms, for the timestamps that are missing
 */
export const decodeInstanceXml = (document: string, now: number): InstanceInfo =>
  decodeInstance(instanceFields(readXml(document, 'instance')), now);

/** What a server answered for one service. */
export const decodeApplicationXml = (document: string, now: number): Application =>
  decodeApplicationDocument({ application: applicationFields(readXml(document, 'application')) }, now);

/** What a server answered for its registry or the changes in it. */
export function decodeApplicationsXml(document: string, now: number): Applications {
  const root = readXml(document, 'applications');
  const applications = {
    versions__delta: textIn(root, 'versions__delta'),
    apps__hashcode: textIn(root, 'apps__hashcode'),
    application: childrenOf(root, 'application').map(applicationFields),
  };
  return decodeApplicationsDocument({ applications }, now);
}

const applicationFields = (application: XmlElement): Fields => ({
  name: textIn(application, 'name'),
  instance: childrenOf(application, 'instance').map(instanceFields),
});

const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name);

const textIn = (element: XmlElement, name: string): string | undefined =>
  childrenOf(element, name).at(-1)?.text;
