/**
 * Result of reading a registry URL: the normalized URL, a suggestion if it is unlikely to work, or
 * what is wrong with its login.
 */
export type RegistryUrlVerdict =
  | { readonly url: string }
  | { readonly didYouMean: string }
  | { readonly problem: string };

/**
 * Normalizes a registry URL to end with a slash. A URL without `/eureka`, or with it misspelt, is
 * the most common mistake of the course; it yields the URL that was probably meant.
 *
 * An `@` behind the host is the rest of a login: `#`, `/` or `?` in a password end it early.
 */
export function readRegistryUrl(text: string): RegistryUrlVerdict {
  const { protocol, username, password, host, pathname, search, hash } = new URL(text);
  if (`${pathname}${search}${hash}`.includes('@')) {
    return { problem: 'the characters # / ? , @ and % of a login must be percent-encoded, # as %23' };
  }
  if (decoded(username) === undefined || decoded(password) === undefined) {
    return { problem: 'a % of a login must be percent-encoded, as %25' };
  }
  const login = username && `${username}${password && `:${password}`}@`;
  const base = `${protocol}//${login}${host}`;
  const segments = pathname.split('/').filter(Boolean);
  const given = segments.join('/');
  if (/(^|\/)eureka(\/v2)?$/.test(given) && !search && !hash) return { url: `${base}/${given}/` };
  const at = segments.findIndex(looksLikeEureka);
  const meant = [...(at < 0 ? segments : segments.slice(0, at)), 'eureka'];
  return { didYouMean: `${base}/${meant.join('/')}/` };
}

/**
 * Removes the login, which is secret, from a URL that is going to be printed. The URL may be
 * malformed, so everything before the last `@` counts as the login.
 */
export const withoutLogin = (url: string): string => url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1');

/**
 * Splits a URL into the URL without login and the `authorization` header, since fetch rejects a
 * login in a URL. QUIRK(Spring RestClient): a user without a password is ignored.
 *
 * @throws TypeError whose message has no login
 */
export function splitLogin(text: string): { readonly url: string; readonly authorization?: string } {
  if (!URL.canParse(text)) throw new TypeError(`invalid URL: ${withoutLogin(text)}`);
  const url = new URL(text);
  const { username, password } = url;
  url.username = url.password = '';
  if (!username || !password) return { url: url.href };
  const login = Buffer.from(`${decoded(username) ?? username}:${decoded(password) ?? password}`);
  return { url: url.href, authorization: `Basic ${login.toString('base64')}` };
}

/** Part of a login without its percent-encoding; undefined if that is malformed. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/**
 * True for `eueka`, `erueka`, `Eureka`, `eurka`: at most one letter is missing or extra, in any
 * order.
 */
function looksLikeEureka(segment: string): boolean {
  const letters = (text: string) => [...text.toLowerCase()].sort().join('');
  const missing = (from: string, of: string) =>
    [...of].reduce((rest, letter) => rest.replace(letter, ''), from).length;
  const [given, correct] = [letters(segment), letters('eureka')];
  return missing(correct, given) <= 1 && missing(given, correct) <= 1;
}
