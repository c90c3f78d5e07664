import type { WireFormat } from '@eureka-nest/protocol';

/** What a request's `Accept` leaves us to answer with. */
export interface Accepted {
  /** Of a document that is made for the request: what HTTP says, XML where both will do. */
  readonly format: WireFormat;
  /** QUIRK(ApplicationsResource.getContainers): of one that is kept, JSON wherever the word stands in the header. */
  readonly keptFormat: WireFormat;
  /** Of one that there is in JSON alone: whether that will do. */
  readonly takesJson: boolean;
}

const either: Accepted = { format: 'xml', keptFormat: 'xml', takesJson: true };
const kept = new Map<string, Accepted | undefined>();
/** Clients send a handful of headers; who sends more of them gets each read anew. */
const mostKept = 200;

/**
 * Which form a request may be answered in; undefined where neither JSON nor XML will do.
 *
 * @param accept the request's header; without one, anything will do
 */
export function accepted(accept: string | undefined): Accepted | undefined {
  if (accept === undefined) return either;
  if (kept.has(accept)) return kept.get(accept);
  const verdict = judge(accept);
  if (kept.size < mostKept) kept.set(accept, verdict);
  return verdict;
}

function judge(accept: string): Accepted | undefined {
  const ranges = accept.split(',').map(rangeIn);
  const xml = qualityOf('application/xml', ranges);
  const json = qualityOf('application/json', ranges);
  if (xml === 0 && json === 0) return undefined;
  return {
    format: json > xml ? 'json' : 'xml',
    keptFormat: accept.includes('json') ? 'json' : 'xml',
    takesJson: json > 0,
  };
}

interface Range {
  readonly name: string;
  readonly quality: number;
}

/** The most exact of the ranges that a type is in counts. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  for (const name of [type, 'application/*', '*/*']) {
    const range = ranges.find((each) => each.name === name);
    if (range) return range.quality;
  }
  return 0;
}

function rangeIn(entry: string): Range {
  const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
  const given = parameters.find((each) => each.startsWith('q='))?.slice(2);
  return { name, quality: given === undefined ? 1 : Number(given) || 0 };
}

/** Whether an answer may be compressed: only where that was asked for by name. */
export const takesGzip = (acceptEncoding: string | undefined): boolean =>
  acceptEncoding !== undefined &&
  (acceptEncoding === 'gzip' ||
    acceptEncoding.split(',').some((each) => {
      const { name, quality } = rangeIn(each);
      return name === 'gzip' && quality > 0;
    }));

/** How a request's body is to be read. */
export interface BodyForm {
  readonly format: WireFormat;
  readonly encoding: 'utf8' | 'latin1';
}

/** Undefined for a body that is not read here. */
export function bodyForm(contentType: string | undefined): BodyForm | undefined {
  const [type = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const format = bodyFormats.get(type);
  const charset = parameters.find((each) => each.startsWith('charset='))?.slice('charset='.length);
  const encoding = charsets.get(charset?.replaceAll('"', '') ?? 'utf-8');
  return format && encoding && { format, encoding };
}

const bodyFormats: ReadonlyMap<string, WireFormat> = new Map([
  ['application/json', 'json'],
  ['application/xml', 'xml'],
]);
const charsets: ReadonlyMap<string, BodyForm['encoding']> = new Map([
  ['utf-8', 'utf8'],
  ['iso-8859-1', 'latin1'],
]);
