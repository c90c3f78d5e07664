import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { hostname as machineName } from 'node:os';
import type { ServerLogger } from '../log/server-logger.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';

type HostOptions = Pick<EurekaServerOptions, 'allowedHosts' | 'hostname' | 'myUrl' | 'peers'>;

/** Bound of the memory of logged reasons; a further one is refused without a line. */
const MAX_LOGGED = 100;

/** Bound of the memory of served hosts; clients use a handful, and parsing one costs 2 µs. */
const MAX_SERVED = 100;

const readMethods = /^(GET|HEAD|OPTIONS)$/;

/**
 * Refuses with 403 what only a web page of another site sends: a change that the browser marks as
 * coming from there, and any request for a foreign host name where this server listens on loopback
 * (DNS rebinding: the page's own name resolves to 127.0.0.1, so the browser lets it read, too).
 * Eureka clients send no such headers. Only names with a dot can be rebound, addresses cannot.
 */
export function refuseWebPages(
  app: FastifyInstance,
  options: HostOptions,
  logger: Pick<ServerLogger, 'warn'>,
): void {
  const isOwnHost = ownHosts(options);
  const isAllowedHost = allowedHosts(options.allowedHosts);
  const logged = new Set<string>();
  const served = new Set<string>();
  let isLoopback: boolean | undefined;

  const reasonToRefuse = (request: FastifyRequest): string | undefined => {
    const { headers, method } = request;
    if (!readMethods.test(method) && isFromOtherSite(headers, options.allowedHosts)) {
      return `a change from a web page of ${sourceOf(headers)}`;
    }
    isLoopback ??= listensOnLoopback(app);
    const { host } = headers;
    if (!isLoopback || host === undefined || served.has(host)) return undefined;
    const name = hostNameOf(host);
    if (!isOwnHost(name) && !isAllowedHost(name)) return `a request for the host ${shown(host)}`;
    if (served.size < MAX_SERVED) served.add(host);
    return undefined;
  };

  app.addHook('onRequest', (request, reply, done) => {
    const what = reasonToRefuse(request);
    if (what === undefined) return done();
    if (!logged.has(what) && logged.size < MAX_LOGGED) {
      logged.add(what);
      logger.warn(`refused ${what}: eureka.server.allowed-hosts does not list it`);
    }
    void reply.code(403);
    // QUIRK(AbstractJerseyEurekaHttpClient.sendHeartBeat): any body would be parsed as an instance.
    if (request.method === 'PUT') return void reply.send();
    void reply.type('text/plain').send(`Refused ${what}: eureka.server.allowed-hosts does not list it\n`);
  });
}

/**
 * True if a browser says that a page of another site or port sent this. `Sec-Fetch-Site` is absent
 * where the page or this server has plain HTTP; then the page's address is compared with the host.
 */
export function isFromOtherSite(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return false;
  const page = headers.origin || headers.referer; // a proxy may have emptied them
  if (site === undefined && !page) return false;
  const from = page && URL.canParse(page) ? new URL(page) : undefined;
  if (from && allowedHosts(allowed)(normalized(from.hostname))) return false;
  return site !== undefined || from?.host !== headers.host?.toLowerCase();
}

/**
 * True if the `Host` of a request is a name of this server or an allowed one, wherever it listens:
 * what DNS rebinding cannot fake.
 */
export function isForOwnHost({ host }: IncomingHttpHeaders, options: HostOptions): boolean {
  const name = host === undefined ? undefined : hostNameOf(host);
  return ownHosts(options)(name) || allowedHosts(options.allowedHosts)(name);
}

/** Names that lead to this server by its own settings; those of its peers may be aliases of it. */
function ownHosts({ hostname, myUrl, peers }: HostOptions): (name: string | undefined) => boolean {
  const names = [hostname, machineName(), ...[myUrl, ...peers].map((url) => new URL(url).hostname)];
  const own = new Set(names.map(normalized));
  return (name) =>
    name !== undefined &&
    (!name.includes('.') || isIP(name) > 0 || own.has(name) || name.endsWith('.localhost'));
}

/** `*` allows every host, `.example.com` the host of that name and all names that end in it. */
const allowedHosts = (allowed: readonly string[]) => (name: string | undefined) =>
  allowed.some((given) => {
    const each = normalized(given);
    if (each === '*') return true;
    if (name === undefined) return false;
    return name === each || (each.startsWith('.') && `.${name}`.endsWith(each));
  });

/** Undefined for a header that names no host. */
const hostNameOf = (host: string): string | undefined =>
  /[/?#@\\]/.test(host) || !URL.canParse(`http://${host}`)
    ? undefined
    : normalized(new URL(`http://${host}`).hostname);

const normalized = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');

/** A server that does not listen, as in specs, has no neighbours. */
function listensOnLoopback({ server }: FastifyInstance): boolean | undefined {
  const address = server.address();
  if (address === null || typeof address === 'string') return undefined;
  return /^(127\.|::1$|::ffff:127\.)/.test(address.address);
}

const sourceOf = ({ origin, referer }: IncomingHttpHeaders) => shown(origin || referer || 'another site');

/** Text of a header for the log: short, and without control characters. */
const shown = (text: string) => JSON.stringify(text.slice(0, 100)).slice(1, -1);
