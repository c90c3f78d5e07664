import { strict as assert } from 'node:assert';

/** An element of a document that came as XML. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const markup = /<(\/?)([\p{L}_:][\p{L}\p{N}.:_-]*)((?:\s+[\w.:-]+="[^"<]*")*)\s*(\/?)>|<\?.*?\?>/gu;

/** Reads what a server wrote, and fails where it is ill-formed. No reader for foreign documents: it knows no DTD. */
export function xmlTree(text: string): XmlElement {
  const root = { name: '', attributes: {}, children: [] as XmlElement[], text: '' };
  const open = [root];
  let end = 0;
  for (const { 0: tag, 1: closing, 2: name = '', 3: attributes = '', 4: empty, index } of text.matchAll(
    markup,
  )) {
    const inside = open.at(-1) ?? root;
    inside.text += unescaped(text.slice(end, index));
    end = index + tag.length;
    if (!name) continue;
    if (closing) {
      assert.equal(name, inside.name, `ill-formed XML: </${name}> closes <${inside.name}>`);
      open.pop();
    } else {
      const element = { name, attributes: attributesOf(attributes), children: [], text: '' };
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

/** The first child of that name, or of that path of names. */
export function child(element: XmlElement, ...path: readonly string[]): XmlElement {
  return path.reduce((inside, name) => {
    const found = inside.children.find((each) => each.name === name);
    assert.ok(found, `<${inside.name}> has no <${name}>`);
    return found;
  }, element);
}

const attributesOf = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/([\w.:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, unescaped(value ?? '')]),
  );

function unescaped(text: string): string {
  assert.doesNotMatch(text, /[<]|&(?!#?\w+;)/, 'ill-formed XML: an unescaped character');
  const plain = text.replace(/&(#x?)?(\w+);/g, (all, numeric: string | undefined, name: string) =>
    numeric
      ? String.fromCodePoint(Number.parseInt(name, numeric === '#x' ? 16 : 10))
      : (entities[name] ?? all),
  );
  assert.doesNotMatch(plain, /[\0-\x08\x0B\x0C\x0E-\x1F]/, 'ill-formed XML: a character that it cannot have');
  return plain;
}

/** The texts of the elements that have nothing but text, by name. */
export const textsOf = ({ children }: XmlElement): Record<string, string> =>
  Object.fromEntries(
    children.filter((each) => each.children.length === 0).map(({ name, text }) => [name, text]),
  );
