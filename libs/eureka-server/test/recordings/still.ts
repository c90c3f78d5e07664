import sax from 'sax';

/** What differs from run to run of one and the same Java server, and so is not compared. */
interface Volatile {
  /** Each delta counts its own making, which depends on Java's caches. */
  readonly countsLoads: boolean;
}

/** An element: its name, its attributes, and its text or its elements. */
type Element = [name: string, attributes: Record<string, string>, content: string | Element[]];

const stampedByServer = /^(registration|lastRenewal|serviceUp|lastUpdated|eviction)Timestamp$/;
/** The maker of the recordings gave this stamp; another one was put there by a server or by a real client. */
const givenStamp = /^17954000/;
/** Hash maps have no order worth keeping. */
const isUnordered = (name: string) => name === 'metadata';
const isList = (name: string) => name === 'application' || name === 'instance';

/** A document without what is volatile, so that two of them can be compared. Throws where it is none. */
export function still(text: string, what: Volatile): unknown {
  return text.startsWith('<') ? stillElement(elementOf(text), what) : stillValue('', JSON.parse(text), what);
}

function stillValue(name: string, value: unknown, what: Volatile): unknown {
  if (Array.isArray(value)) {
    const all = value.map((each) => stillValue('', each, what));
    return isList(name) ? all.toSorted(byText) : all;
  }
  if (typeof value !== 'object' || value === null) {
    return isVolatile(name, String(value), what) ? `(${typeof value})` : value;
  }
  const entries = Object.entries(value).map(([key, each]) => [key, stillValue(key, each, what)] as const);
  return Object.fromEntries(isUnordered(name) ? entries.toSorted(byText) : entries);
}

function stillElement([name, attributes, content]: Element, what: Volatile): Element {
  if (typeof content === 'string')
    return [name, attributes, isVolatile(name, content, what) ? '(number)' : content];
  const all = content.map((each) => stillElement(each, what));
  const lists = all.filter(([each]) => isList(each)).toSorted(byText);
  const placed = isUnordered(name)
    ? all.toSorted(byText)
    : all.map((each) => (isList(each[0]) ? lists.shift() : each));
  return [name, attributes, placed as Element[]];
}

function isVolatile(name: string, text: string, { countsLoads }: Volatile): boolean {
  if (name === 'versions__delta') return countsLoads && /^\d+$/.test(text);
  if (stampedByServer.test(name)) return text !== '0';
  return name === 'lastDirtyTimestamp' && !givenStamp.test(text);
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

function elementOf(text: string): Element {
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
