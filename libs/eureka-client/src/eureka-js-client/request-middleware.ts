import type { PrepareRequest } from '../transport/http-transport.js';

/** Request as a middleware sees it, with the names of the `request` package. */
export interface RequestOptions {
  method: string;
  baseUrl: string;
  uri: string;
  headers: Record<string, string>;
  gzip: boolean;
  auth?: { user?: string; username?: string; pass?: string; password?: string; bearer?: string };
  [option: string]: unknown;
}

export type RequestMiddleware = (options: RequestOptions, done: (options: RequestOptions) => void) => unknown;

/** Runs a middleware before each request. Of its changes, only `headers` and `auth` take effect. */
export const asPrepareRequest =
  (middleware: RequestMiddleware): PrepareRequest =>
  ({ method, url, headers }) =>
    new Promise((resolve, reject) => {
      const [baseUrl, uri] = split(url);
      middleware({ method, baseUrl, uri, headers: { ...headers }, gzip: true }, (changed: unknown) => {
        if (!isObject(changed)) return reject(new Error('requestMiddleware did not return an object'));
        resolve({ ...changed.headers, ...authorizationOf(changed.auth) });
      });
    });

const isObject = (value: unknown): value is RequestOptions => typeof value === 'object' && value !== null;

function authorizationOf(auth: RequestOptions['auth']): Record<string, string> {
  if (!auth) return {};
  if (auth.bearer !== undefined) return { authorization: `Bearer ${auth.bearer}` };
  const login = `${auth.user ?? auth.username ?? ''}:${auth.pass ?? auth.password ?? ''}`;
  return { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
}

/** Splits a URL into, for example, `http://host/eureka/v2/apps/` and `SHOP/shop1`. */
function split(url: string): [string, string] {
  const [, base = url, uri = ''] = /^(.*?\/apps\/)(.*)$/.exec(url) ?? [];
  return [base, uri];
}
