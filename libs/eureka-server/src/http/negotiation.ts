import type { WireFormat } from '@eureka-nest/protocol';

/** Formats that a request's `Accept` header leaves for the response. */
export interface AcceptedForms {
  /**
   * Format of a document made for this request: by HTTP's rules, XML if both are equally welcome.
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
const memo = new Map<string, AcceptedForms | undefined>();
/**
 * Clients send a handful of different headers; the limit bounds what others can make us remember.
 */
const MAX_MEMO = 200;

/**
 * Reads an `Accept` header; undefined if it allows neither JSON nor XML.
 *
 * @param accept undefined allows anything
 */
export function negotiate(accept: string | undefined): AcceptedForms | undefined {
  if (accept === undefined) return anyForm;
  if (memo.has(accept)) return memo.get(accept);
  const forms = acceptedForms(accept);
  if (memo.size < MAX_MEMO) memo.set(accept, forms);
  return forms;
}

function acceptedForms(accept: string): AcceptedForms | undefined {
  const ranges = accept.split(',').map(parseRange);
  const xml = qualityOf('application/xml', ranges);
  const json = qualityOf('application/json', ranges);
  if (xml === 0 && json === 0) return undefined;
  return {
    format: json > xml ? 'json' : 'xml',
    cachedFormat: accept.includes('json') ? 'json' : 'xml',
    acceptsJson: json > 0,
  };
}

interface Range {
  readonly name: string;
  readonly quality: number;
}

/** Quality of a type: that of the most specific range that contains it. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  for (const name of [type, 'application/*', '*/*']) {
    const range = ranges.find((each) => each.name === name);
    if (range) return range.quality;
  }
  return 0;
}

function parseRange(entry: string): Range {
  const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((each) => each.startsWith('q='))?.slice(2);
  return { name, quality: quality === undefined ? 1 : Number(quality) || 0 };
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
export function readBodyForm(contentType: string | undefined): BodyForm | undefined {
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
