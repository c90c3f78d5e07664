import sax from 'sax';
import { DecodeError } from '../model/errors.js';
import { fitsXml } from './text.js';

/** An element of a parsed document; `text` excludes the text of its children. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

/** Limit of nesting; Eureka's documents need six levels. */
const maxDepth = 50;

/**
 * Parses a document whose root element has the given name. A document type is rejected, and with it
 * every entity but XML's own five. Comments and processing instructions are ignored, and namespace
 * prefixes are part of the names.
 */
export function readXml(document: string, rootName: string): XmlElement {
  const refuse = (why: string): never => {
    throw new DecodeError(rootName, `the root element of an XML document: ${why}`);
  };
  if (!fitsXml(document)) refuse('there is a character that XML does not allow');

  const parser = sax.parser(true);
  parser.ENTITIES = entities;
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;

  parser.onerror = ({ message }) =>
    refuse(message.split('\n', 1).join('').slice(0, 100) + ` (line ${parser.line + 1})`);
  parser.ondoctype = () => refuse('a document type is not taken');
  parser.onsgmldeclaration = parser.ondoctype;
  // sax calls `attributes.hasOwnProperty`, which an attribute of that name would replace.
  parser.onattribute = ({ name }) => {
    if (name === 'hasOwnProperty') delete parser.tag.attributes[name];
  };
  parser.onopentag = ({ name, attributes }) => {
    const values = attributes as XmlElement['attributes'];
    const element: OpenElement = { name, attributes: values, children: [], text: '' };
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else if (root) refuse('there is more than one');
    else if (name !== rootName) refuse(`not <${name.slice(0, 64)}>`);
    else root = element;
    if (open.push(element) > maxDepth) refuse(`deeper than ${maxDepth} elements`);
  };
  parser.onclosetag = () => {
    open.pop();
  };
  parser.ontext = parser.oncdata = (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
    else if (text.trim() !== '') refuse('there is text outside of it');
  };
  parser.write(document.includes('\r') ? document.replace(/\r\n?/g, '\n') : document).close();
  return root ?? refuse('there is none');
}

/** Entities without a prototype, because sax looks up `&constructor;` here too. */
const entities = Object.create(null) as Record<string, string>;
Object.assign(entities, { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" });
