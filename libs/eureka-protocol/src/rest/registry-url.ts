/**
 * Result of reading a registry URL: the normalized URL, or a suggestion if it is unlikely to work.
 */
export type RegistryUrlVerdict = { readonly url: string } | { readonly didYouMean: string };

/**
 * Normalizes a registry URL to end with a slash. A URL without `/eureka`, or with it misspelt, is
 * the most common mistake of the course; it yields the URL that was probably meant.
 */
export function readRegistryUrl(text: string): RegistryUrlVerdict {
  const { protocol, username, password, host, pathname, search, hash } = new URL(text);
  const login = username && `${username}${password && `:${password}`}@`;
  const base = `${protocol}//${login}${host}`;
  const segments = pathname.split('/').filter(Boolean);
  const given = segments.join('/');
  if (/(^|\/)eureka(\/v2)?$/.test(given) && !search && !hash) return { url: `${base}/${given}/` };
  const at = segments.findIndex(looksLikeEureka);
  const meant = [...(at < 0 ? segments : segments.slice(0, at)), 'eureka'];
  return { didYouMean: `${base}/${meant.join('/')}/` };
}

/** Removes the login, which is secret, from a URL that is going to be printed. */
export const withoutLogin = (url: string): string => url.replace(/\/\/[^/@]*@/, '//');

/**
 * Splits a URL into the URL without login and the `authorization` header, since fetch rejects a
 * login in a URL. QUIRK(Spring RestClient): a user without a password is ignored.
 */
export function splitLogin(text: string): { readonly url: string; readonly authorization?: string } {
  const url = new URL(text);
  const { username, password } = url;
  url.username = url.password = '';
  if (!username || !password) return { url: url.href };
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { url: url.href, authorization: `Basic ${login.toString('base64')}` };
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
