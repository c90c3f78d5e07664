import sax from 'sax';
import { DecodeError } from '../model/errors.js';
import { fitsXml } from './text.js';

/** An element as it came; `text` is what stands in it directly. */
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

/** Ours need six. */
const deepest = 50;

/**
 * Reads a document whose root element has this name. No document type is taken, and so no entity but XML's own five;
 * comments and processing instructions are passed over, prefixes of namespaces are part of the names.
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
  // Else sax would call the attribute instead of the method.
  parser.onattribute = ({ name }) => {
    if (name === 'hasOwnProperty') delete parser.tag.attributes[name];
  };
  parser.onopentag = ({ name, attributes }) => {
    const element: OpenElement = {
      name,
      attributes: attributes as XmlElement['attributes'],
      children: [],
      text: '',
    };
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else if (root) refuse('there is more than one');
    else if (name !== rootName) refuse(`not <${name.slice(0, 64)}>`);
    else root = element;
    if (open.push(element) > deepest) refuse(`deeper than ${deepest} elements`);
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

/** Without a prototype, for sax looks `&constructor;` up here too. */
const entities: Record<string, string> = Object.assign(Object.create(null), {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
});
