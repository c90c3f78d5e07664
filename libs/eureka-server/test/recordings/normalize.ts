import sax from 'sax';

/** Parts of a document that differ between two runs of the same Java server. */
interface VolatileParts {
  /** True for a delta: its version counts how often Java's cache loaded it. */
  readonly countsLoads: boolean;
}

/** An XML element: name, attributes, and text or child elements. */
type Element = [name: string, attributes: Record<string, string>, content: string | Element[]];

const stampedByServer = /^(registration|lastRenewal|serviceUp|lastUpdated|eviction)Timestamp$/;
/** Timestamps sent by the recorder; all others are from a server or a real client. */
const recorderStamp = /^17954000/;
/** Entries of Java's hash maps have no stable order. */
const isUnordered = (name: string) => name === 'metadata';
const isList = (name: string) => name === 'application' || name === 'instance';

/**
 * Removes parts is volatile from a document, so that two of them can be compared.
 *
 * @throws if the text is neither JSON nor XML
 */
export function normalized(text: string, parts: VolatileParts): unknown {
  return text.startsWith('<')
    ? normalizedElement(parseXml(text), parts)
    : normalizedValue('', JSON.parse(text), parts);
}

function normalizedValue(name: string, value: unknown, parts: VolatileParts): unknown {
  if (Array.isArray(value)) {
    const all = value.map((each) => normalizedValue('', each, parts));
    return isList(name) ? all.toSorted(byText) : all;
  }
  if (typeof value !== 'object' || value === null) {
    return isVolatile(name, String(value), parts) ? `(${typeof value})` : value;
  }
  const entries = Object.entries(value).map(
    ([key, each]) => [key, normalizedValue(key, each, parts)] as const,
  );
  return Object.fromEntries(isUnordered(name) ? entries.toSorted(byText) : entries);
}

function normalizedElement([name, attributes, content]: Element, parts: VolatileParts): Element {
  if (typeof content === 'string')
    return [name, attributes, isVolatile(name, content, parts) ? '(number)' : content];
  const all = content.map((each) => normalizedElement(each, parts));
  const lists = all.filter(([each]) => isList(each)).toSorted(byText);
  const placed = isUnordered(name)
    ? all.toSorted(byText)
    : all.map((each) => (isList(each[0]) ? lists.shift() : each));
  return [name, attributes, placed as Element[]];
}

function isVolatile(name: string, text: string, { countsLoads }: VolatileParts): boolean {
  if (name === 'versions__delta') return countsLoads && /^\d+$/.test(text);
  if (stampedByServer.test(name)) return text !== '0';
  return name === 'lastDirtyTimestamp' && !recorderStamp.test(text);
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function parseXml(text: string): Element {
  const root: Element[] = [];
  const open: Element[][] = [root];
  let texts = '';
  const parser = sax.parser(true);
  parser.onopentag = ({ name, attributes }) => {
    const element: Element = [name, attributes as Record<string, string>, []];
    open.at(-1)?.push(element);
    open.push(element[2] as Element[]);
    texts = '';
  };
  parser.ontext = (each) => void (texts += each);
  parser.onclosetag = () => {
    const inner = open.pop();
    const element = open.at(-1)?.at(-1);
    if (element && inner?.length === 0) element[2] = texts;
    texts = '';
  };
  parser.onerror = (error) => {
    throw error;
  };
  parser.write(text).close();
  if (!root[0]) throw new Error('an empty document');
  return root[0];
}
