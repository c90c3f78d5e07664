/** What is wrong with the address of a registry, or that nothing is. */
export type RegistryUrlVerdict = { readonly url: string } | { readonly didYouMean: string };

/**
 * The address of a registry as every call needs it, with a slash at the end.
 * The commonest mistake of the course, an address without `/eureka` or with it misspelt, is told with the right one.
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

/** Everything that may be printed: the login in an address is a secret. */
export function withoutLogin(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}

/** The address alone, and the header that carries its login: fetch takes no login in a URL. QUIRK(Spring RestClient): a user without a password is ignored. */
export function splitLogin(text: string): { readonly url: string; readonly authorization?: string } {
  const url = new URL(text);
  const { username, password } = url;
  url.username = url.password = '';
  if (!username || !password) return { url: url.href };
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { url: url.href, authorization: `Basic ${login.toString('base64')}` };
}

/** `eueka`, `erueka`, `Eureka`, `eurka`: the right letters, one forgotten, doubled or out of order. */
function looksLikeEureka(segment: string): boolean {
  const letters = (text: string) => [...text.toLowerCase()].sort().join('');
  const missing = (from: string, of: string) =>
    [...of].reduce((rest, letter) => rest.replace(letter, ''), from).length;
  const [given, right] = [letters(segment), letters('eureka')];
  return missing(right, given) <= 1 && missing(given, right) <= 1;
}
