import { BadServiceUrlError } from './errors.js';
import { type Candidate, hostAndPort } from './instance-source.js';

/** Part of a URL before its path. */
interface Destination {
  readonly scheme: string;
  /** `user:password@`, or empty. */
  readonly userInfo: string;
  readonly host: string;
  /** Undefined if the URL has no port. */
  readonly port: number | undefined;
  /**
   * True if the host is an address already, so that there is nothing to look up.
   *
   * QUIRK(LoadBalancerInterceptor.intercept): Spring takes every host for a service, so that
   * `http://localhost:8001` through a balanced client fails with "No instances available for
   * localhost". The first stages of the course call addresses through the same client.
   */
  readonly isAddress: boolean;
}

/** A URL whose host may be a service name. Messages show that name, so its case is kept. */
export interface ServiceUrl extends Destination {
  /** Path, query and fragment; begins with exactly one `/`. */
  readonly path: string;
}

/** Parsed destinations: calls differ in their paths, but go to the same few services. */
const destinations = new Map<string, Destination>();
/** Size at which the cache is emptied, so that hosts from user input cannot fill the memory. */
const maxDestinations = 1000;

export function parseServiceUrl(url: string): ServiceUrl {
  const end = endOfDestination(url);
  const text = url.slice(0, end);
  const { scheme, userInfo, host, port, isAddress } = destinations.get(text) ?? parseDestination(text, url);
  return { scheme, userInfo, host, port, isAddress, path: withOneLeadingSlash(url.slice(end)) };
}

/** Index of the first `/`, `\`, `?` or `#` after the `://`, or the length. */
function endOfDestination(url: string): number {
  const start = url.indexOf('://');
  if (start < 0) return 0;
  let end = start + 3;
  while (end < url.length && !endsHost(url.charCodeAt(end))) end++;
  return end;
}

const endsHost = (code: number): boolean => code === 47 || code === 92 || code === 63 || code === 35;

const withOneLeadingSlash = (path: string): string =>
  path.charCodeAt(0) !== 47 ? `/${path}` : path.charCodeAt(1) !== 47 ? path : path.replace(/^\/+/, '/');

const destinationPattern = /^(https?|lb):\/\/([^/?#]*@)?([^/?#]*)$/is;
const authorityPattern = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/;

function parseDestination(text: string, url: string): Destination {
  const [, scheme = '', userInfo = '', authority = ''] = destinationPattern.exec(text) ?? [];
  const [, host = '', port] = authorityPattern.exec(authority) ?? [];
  if (!host) throw new BadServiceUrlError(url, 'it names no host');
  if (port && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535))
    throw new BadServiceUrlError(url, notAPort(port, url));
  const isService = scheme.toLowerCase() === 'lb';
  if (port && isService)
    throw new BadServiceUrlError(url, 'a service has no port of its own, each instance has one');
  const destination: Destination = {
    scheme: scheme.toLowerCase(),
    userInfo,
    host,
    port: port ? Number(port) : undefined,
    isAddress: !isService && (Boolean(port) || /^(localhost|\[.*\]|\d+(\.\d+){3})$/i.test(host)),
  };
  if (destinations.size >= maxDestinations) destinations.clear();
  destinations.set(text, destination);
  return destination;
}

/** Text after the `:` may be the password of a login that is not percent-encoded. */
const notAPort = (port: string, url: string): string =>
  url.includes('@')
    ? 'its port is not a number up to 65535: is the login percent-encoded, and no / missing after the base?'
    : `"${port}" is not a port: is a / missing between the base and the path?`;

/**
 * Joins base and path with exactly one slash. A path that is a whole URL wins over the base, unless
 * that is not allowed: then it is a path like any other (axios: `allowAbsoluteUrls`).
 */
export function joinUrl(base: string | undefined, path = '', allowAbsolute = true): string {
  if (!base) return path;
  if (allowAbsolute && /^[a-z][a-z\d+.-]*:\/\//i.test(path)) return path;
  if (!path || /^[?#]/.test(path)) return base + path;
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/**
 * The URL with the address of one instance as its host. A secure instance is called by https
 * whatever the scheme; `lb` is http otherwise. Spring: LoadBalancerUriTools.reconstructURI
 */
export function instanceUrl({ scheme, userInfo, path }: ServiceUrl, instance: Candidate): string {
  const wireScheme = instance.secure ? 'https' : scheme === 'lb' ? 'http' : scheme;
  return `${wireScheme}://${userInfo}${hostAndPort(instance)}${path}`;
}

/** The URL with its host as it is, for addresses and for clients that look nothing up. */
export const unbalancedUrl = ({ scheme, userInfo, host, port, path }: ServiceUrl): string =>
  `${scheme === 'lb' ? 'http' : scheme}://${userInfo}${host}${port === undefined ? '' : `:${port}`}${path}`;
