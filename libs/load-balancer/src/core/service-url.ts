import { BadServiceUrlError } from './errors.js';
import { addressOf, type Candidate } from './instance-source.js';

/** Where a URL goes, without its path. */
interface Destination {
  readonly scheme: string;
  /** `user:password@`, or empty. */
  readonly userInfo: string;
  readonly host: string;
  /** Absent where the URL names none. */
  readonly port: number | undefined;
  /** The host is an address already. */
  readonly isAddress: boolean;
}

/** A URL whose host may be the name of a service. `URL` would write that name in lower case; messages keep it as it was. */
export interface ServiceUrl extends Destination {
  /** Path, query and fragment; begins with one `/`. */
  readonly path: string;
}

/** Worked out once each: calls differ in their paths, and go to the same few services. */
const destinations = new Map<string, Destination>();
/** More are no services: names that come from outside must not fill the memory. */
const mostDestinations = 1000;

export function parseServiceUrl(text: string): ServiceUrl {
  const end = endOfDestination(text);
  const written = text.slice(0, end);
  const known = destinations.get(written) ?? newDestination(written, text);
  const { scheme, userInfo, host, port } = known;
  return { scheme, userInfo, host, port, isAddress: known.isAddress, path: oneSlash(text.slice(end)) };
}

/** The first `/`, `?` or `#` behind the `://`, or the end. */
function endOfDestination(text: string): number {
  const start = text.indexOf('://');
  if (start < 0) return 0;
  let end = start + 3;
  while (end < text.length && !endsHost(text.charCodeAt(end))) end++;
  return end;
}

const endsHost = (code: number): boolean => code === 47 || code === 63 || code === 35;

const oneSlash = (rest: string): string =>
  rest.charCodeAt(0) !== 47 ? `/${rest}` : rest.charCodeAt(1) !== 47 ? rest : rest.replace(/^\/+/, '/');

const shape = /^(https?|lb):\/\/([^/?#]*@)?([^/?#]*)$/is;
const hostAndPort = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/;

function newDestination(written: string, text: string): Destination {
  const [, scheme = '', userInfo = '', authority = ''] = shape.exec(written) ?? [];
  const [, host = '', port] = hostAndPort.exec(authority) ?? [];
  if (!host) throw new BadServiceUrlError(text, 'it names no host');
  if (port && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) {
    throw new BadServiceUrlError(
      text,
      `"${port}" is not a port: is a / missing between the base and the path?`,
    );
  }
  const balanced = scheme.toLowerCase() === 'lb';
  if (port && balanced) {
    throw new BadServiceUrlError(text, 'a service has no port of its own, each instance has one');
  }
  const made: Destination = {
    scheme: scheme.toLowerCase(),
    userInfo,
    host,
    port: port ? Number(port) : undefined,
    isAddress: !balanced && (Boolean(port) || /^(localhost|\[.*\]|\d+(\.\d+){3})$/i.test(host)),
  };
  if (destinations.size >= mostDestinations) destinations.clear();
  destinations.set(written, made);
  return made;
}

/** Joins base and path with exactly one slash, whichever side brings it; a URL that is whole already stays as it is. */
export function joinUrl(base: string | undefined, path = ''): string {
  if (!base) return path;
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(path)) return path;
  if (!path || /^[?#]/.test(path)) return base + path;
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/**
 * Whether the host is an address already, so that there is nothing to look up.
 *
 * QUIRK(LoadBalancerInterceptor.intercept): Spring takes every host for a service, and `http://localhost:8001` through a
 * balanced client fails with "No instances available for localhost". Here the course's first stages go through the same client.
 */
export const isAddress = (target: ServiceUrl): boolean => target.isAddress;

/** The same URL, addressed to one instance. Spring: LoadBalancerUriTools.reconstructURI */
export const at = ({ scheme, userInfo, path }: ServiceUrl, instance: Candidate): string =>
  `${schemeAt(scheme, instance)}://${userInfo}${addressOf(instance)}${path}`;

/** `lb` leaves it to the instance; `http` gives way to an instance that is secure. */
export const schemeAt = (scheme: string, { secure }: Candidate): string =>
  secure ? 'https' : scheme === 'lb' ? 'http' : scheme;

/** As it is called where nothing is looked up; `lb` is no scheme of the wire. */
export const textOf = ({ scheme, userInfo, host, port, path }: ServiceUrl): string =>
  `${scheme === 'lb' ? 'http' : scheme}://${userInfo}${host}${port === undefined ? '' : `:${port}`}${path}`;
