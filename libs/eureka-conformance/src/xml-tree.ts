import { strict as assert } from 'node:assert';

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const markup = /<(\/?)([\p{L}_:][\p{L}\p{N}.:_-]*)((?:\s+[\w.:-]+="[^"<]*")*)\s*(\/?)>|<\?.*?\?>/gu;

/** Parses a server's response and fails if it is not well-formed. Not a general parser: no DTD. */
export function parseXml(text: string): XmlElement {
  const root = { name: '', attributes: {}, children: [] as XmlElement[], text: '' };
  const open = [root];
  let end = 0;
  for (const { 0: tag, 1: closing, 2: name = '', 3: attributes = '', 4: empty, index } of text.matchAll(
    markup,
  )) {
    const inside = open.at(-1) ?? root;
    inside.text += unescape(text.slice(end, index));
    end = index + tag.length;
    if (!name) continue;
    if (closing) {
      assert.equal(name, inside.name, `ill-formed XML: </${name}> closes <${inside.name}>`);
      open.pop();
    } else {
      const element = { name, attributes: parseAttributes(attributes), children: [], text: '' };
      inside.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [document, ...more] = root.children;
  const rest = root.text + text.slice(end);
  assert.ok(
    document && more.length === 0 && open.length === 1 && rest.trim() === '',
    `ill-formed XML: ${text}`,
  );
  return document;
}

/** Finds the first child of a name, or of a path of names. */
export function child(element: XmlElement, ...path: readonly string[]): XmlElement {
  return path.reduce((inside, name) => {
    const found = inside.children.find((each) => each.name === name);
    assert.ok(found, `<${inside.name}> has no <${name}>`);
    return found;
  }, element);
}

const parseAttributes = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/([\w.:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, unescape(value ?? '')]),
  );

function unescape(text: string): string {
  assert.doesNotMatch(text, /[<]|&(?!#?\w+;)/, 'ill-formed XML: an unescaped character');
  const plain = text.replace(/&(#x?)?(\w+);/g, (all, numeric: string | undefined, name: string) =>
    numeric
      ? String.fromCodePoint(Number.parseInt(name, numeric === '#x' ? 16 : 10))
      : (entities[name] ?? all),
  );
  assert.doesNotMatch(plain, /[\0-\x08\x0B\x0C\x0E-\x1F]/, 'ill-formed XML: an invalid character');
  return plain;
}

/** Texts of the children that contain only text, by name. */
export const elementTexts = ({ children }: XmlElement): Record<string, string> =>
  Object.fromEntries(
    children.filter((each) => each.children.length === 0).map(({ name, text }) => [name, text]),
  );
