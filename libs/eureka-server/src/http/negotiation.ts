import type { WireFormat } from '@eureka-nest/protocol';
import { weightOf } from '@eureka-nest/runtime/http';

/** Formats that a request's `Accept` header leaves for the response. */
export interface AcceptedForms {
  /**
   * Format of a document made for this request: by quality, then exactness, then order, as both
   * Javas; XML if one range welcomes both.
   */
  readonly format: WireFormat;
  /**
   * Format of a cached document.
   * QUIRK(ApplicationsResource.getContainers): JSON if the word occurs anywhere in the header.
   */
  readonly cachedFormat: WireFormat;
  readonly acceptsJson: boolean;
}

const anyForm: AcceptedForms = { format: 'xml', cachedFormat: 'xml', acceptsJson: true };

/**
 * Remembers what a header means. Clients send a handful of different headers; the limit bounds what
 * others can make us remember.
 */
function memoized<T>(read: (header: string) => T, limit = 200): (header: string) => T {
  const memo = new Map<string, T>();
  return (header) => {
    const known = memo.get(header);
    if (known !== undefined || memo.has(header)) return known as T;
    const meaning = read(header);
    if (memo.size < limit) memo.set(header, meaning);
    return meaning;
  };
}

/**
 * Reads an `Accept` header; undefined if it allows neither JSON nor XML.
 *
 * @param accept undefined allows anything
 */
export const negotiate = (accept: string | undefined): AcceptedForms | undefined =>
  accept === undefined ? anyForm : acceptedForms(accept);

const acceptedForms = memoized((accept): AcceptedForms | undefined => {
  const ranges = rangesOf(accept);
  const xml = acceptanceOf('application/xml', ranges);
  const json = acceptanceOf('application/json', ranges);
  if (!xml && !json) return undefined;
  return {
    format: json && (!xml || compareAcceptance(json, xml) < 0) ? 'json' : 'xml',
    cachedFormat: accept.includes('json') ? 'json' : 'xml',
    acceptsJson: json !== undefined,
  };
});

interface Range {
  readonly name: string;
  readonly quality: number;
}

/** Rank of a type in a header; a smaller exactness is more exact, a smaller order is earlier. */
interface Acceptance {
  readonly quality: number;
  readonly exactness: number;
  readonly order: number;
}

/** Reads the ranges of a header. An empty header, or a list of nothing, allows anything. */
function rangesOf(accept: string): readonly Range[] {
  const entries = accept.split(',').filter((entry) => entry.trim() !== '');
  if (entries.length === 0) return [{ name: '*/*', quality: 1 }];
  return entries.map(parseRange).map(({ name, quality }) => ({
    // `*` stands for any type in the default header of Java's URLConnection.
    name: name === '*' ? '*/*' : name,
    quality,
  }));
}

/** Rank of a type, by the most exact range that contains it; undefined if it is not accepted. */
function acceptanceOf(type: string, ranges: readonly Range[]): Acceptance | undefined {
  for (const [exactness, name] of [type, 'application/*', '*/*'].entries()) {
    const order = ranges.findIndex((each) => each.name === name);
    const quality = ranges[order]?.quality;
    if (quality !== undefined) return quality > 0 ? { quality, exactness, order } : undefined;
  }
  return undefined;
}

/** Negative if `a` is more welcome: by quality, then the exactness of its range, then the order. */
const compareAcceptance = (a: Acceptance, b: Acceptance): number =>
  b.quality - a.quality || a.exactness - b.exactness || a.order - b.order;

function parseRange(entry: string): Range {
  const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((each) => each.startsWith('q='))?.slice(2);
  return { name, quality: weightOf(quality) };
}

/** True if `Accept-Encoding` names gzip; `*` alone is not enough. */
export const acceptsGzip = (acceptEncoding: string | undefined): boolean =>
  acceptEncoding !== undefined &&
  (acceptEncoding === 'gzip' ||
    acceptEncoding.split(',').some((each) => {
      const { name, quality } = parseRange(each);
      return name === 'gzip' && quality > 0;
    }));

/** Format and character encoding of a request body. */
export interface BodyForm {
  readonly format: WireFormat;
  readonly encoding: 'utf8' | 'latin1';
}

/** Reads a `Content-Type`; undefined for a body that this server does not read. */
export const readBodyForm = (contentType = ''): BodyForm | undefined => bodyForm(contentType);

const bodyForm = memoized((contentType): BodyForm | undefined => {
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const format = bodyFormats.get(type);
  const charset = parameters.find((each) => each.startsWith('charset='))?.slice('charset='.length);
  const encoding = charsets.get(charset?.replaceAll('"', '') ?? 'utf-8');
  return format && encoding && { format, encoding };
});

const bodyFormats: ReadonlyMap<string, WireFormat> = new Map([
  ['application/json', 'json'],
  ['application/xml', 'xml'],
]);
const charsets: ReadonlyMap<string, BodyForm['encoding']> = new Map([
  ['utf-8', 'utf8'],
  ['iso-8859-1', 'latin1'],
]);
