import { BadServiceUrlError } from './errors.js';
import { addressOf, type Candidate } from './instance-source.js';

/** A URL whose host may be the name of a service. `URL` would write that name in lower case; messages keep it as it was. */
export interface ServiceUrl {
  readonly scheme: string;
  /** `user:password@`, or empty. */
  readonly userInfo: string;
  readonly host: string;
  /** Absent where the URL names none. */
  readonly port?: number;
  /** Path, query and fragment; begins with one `/`. */
  readonly path: string;
}

const shape = /^(https?|lb):\/\/([^/?#]*@)?([^/?#]*)(.*)$/is;
const hostAndPort = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/;

export function parseServiceUrl(text: string): ServiceUrl {
  const [, scheme = '', userInfo = '', authority = '', rest = ''] = shape.exec(text) ?? [];
  const [, host = '', port] = hostAndPort.exec(authority) ?? [];
  if (!host) throw new BadServiceUrlError(text, 'it names no host');
  if (port && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) {
    throw new BadServiceUrlError(
      text,
      `"${port}" is not a port: is a / missing between the base and the path?`,
    );
  }
  if (port && scheme.toLowerCase() === 'lb') {
    throw new BadServiceUrlError(text, 'a service has no port of its own, each instance has one');
  }
  const path = rest.startsWith('/') ? rest.replace(/^\/+/, '/') : `/${rest}`;
  return { scheme: scheme.toLowerCase(), userInfo, host, path, ...(port && { port: Number(port) }) };
}

/** Joins base and path with exactly one slash, whichever side brings it; a URL that is whole already stays as it is. */
export function joinUrl(base: string | undefined, path = ''): string {
  if (!base || /^[a-z][a-z\d+.-]*:\/\//i.test(path)) return path;
  if (!path || /^[?#]/.test(path)) return base + path;
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/**
 * Whether the host is an address already, so that there is nothing to look up.
 *
 * QUIRK(LoadBalancerInterceptor.intercept): Spring takes every host for a service, and `http://localhost:8001` through a
 * balanced client fails with "No instances available for localhost". Here the course's first stages go through the same client.
 */
export const isAddress = ({ scheme, host, port }: ServiceUrl): boolean =>
  scheme !== 'lb' && (port !== undefined || /^(localhost|\[.*\]|\d+(\.\d+){3})$/i.test(host));

/** The same URL, addressed to one instance. Spring: LoadBalancerUriTools.reconstructURI */
export const at = ({ scheme, userInfo, path }: ServiceUrl, instance: Candidate): string =>
  `${schemeAt(scheme, instance)}://${userInfo}${addressOf(instance)}${path}`;

/** `lb` leaves it to the instance; `http` gives way to an instance that is secure. */
export const schemeAt = (scheme: string, { secure }: Candidate): string =>
  secure ? 'https' : scheme === 'lb' ? 'http' : scheme;

/** As it is called where nothing is looked up; `lb` is no scheme of the wire. */
export const textOf = ({ scheme, userInfo, host, port, path }: ServiceUrl): string =>
  `${scheme === 'lb' ? 'http' : scheme}://${userInfo}${host}${port === undefined ? '' : `:${port}`}${path}`;
