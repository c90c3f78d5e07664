/**
 * Which form a request may be answered in. JSON is the only one yet.
 *
 * @param accept the request's header; without one, anything will do
 */
export function answerForm(accept: string | undefined): 'json' | undefined {
  if (accept === undefined || accept === 'application/json') return 'json';
  return accept.split(',').some(takesJson) ? 'json' : undefined;
}

/** Which form a request's body is in; undefined for one that is not read here. */
export function bodyForm(
  contentType: string | undefined,
): { readonly encoding: 'utf8' | 'latin1' } | undefined {
  const [type, ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (type !== 'application/json') return undefined;
  const charset = parameters.find((each) => each.startsWith('charset='))?.slice('charset='.length);
  return charsets.get(charset?.replaceAll('"', '') ?? 'utf-8');
}

/** Whether an answer may be compressed. */
export const takesGzip = (acceptEncoding: string | undefined): boolean =>
  acceptEncoding !== undefined && acceptEncoding.split(',').some((each) => rangeOf(each) === 'gzip');

const charsets = new Map([
  ['utf-8', { encoding: 'utf8' }],
  ['iso-8859-1', { encoding: 'latin1' }],
] as const) as ReadonlyMap<string, { readonly encoding: 'utf8' | 'latin1' }>;

const jsonRanges = new Set(['application/json', 'application/*', '*/*']);
const takesJson = (each: string) => jsonRanges.has(rangeOf(each));

/** The range that an entry of an Accept header names; empty where its quality is 0. */
function rangeOf(entry: string): string {
  const [range = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
  return parameters.some((each) => /^q=0(\.0*)?$/.test(each)) ? '' : range;
}
