/** One form for each base URL, with a slash at the end, so that equal ones are equal texts. */
export function normalUrl(url: string): string {
  const { href } = new URL(url);
  return href.endsWith('/') ? href : `${href}/`;
}

/** What was probably meant by a URL that is no base URL of a Eureka server; undefined when it is one. */
export function meantUrl(url: string): string | undefined {
  const parsed = new URL(url);
  if (/\/eureka(\/v2)?\/?$/.test(parsed.pathname)) return undefined;
  const parts = parsed.pathname.split('/').filter(Boolean);
  const at = parts.findIndex(looksLikeEureka);
  parsed.pathname = `/${[...(at < 0 ? parts : parts.slice(0, at)), 'eureka'].join('/')}/`;
  return parsed.href;
}

/** `eueka`, `erueka`, `Eureka`: all of them stood in somebody's application.yml. */
const looksLikeEureka = (part: string) => /^[eurka]{4,8}$/i.test(part);

/** The address alone and, where the URL has a user and a password, the header that carries them: fetch takes no such URL. */
export function splitCredentials(url: string): { readonly url: string; readonly authorization?: string } {
  const parsed = new URL(url);
  if (!parsed.username && !parsed.password) return { url };
  const pair = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
  parsed.username = '';
  parsed.password = '';
  return { url: parsed.href, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
