import {
  type Applications,
  changesHeader,
  decodeJson,
  encodeInstanceDocument,
  idOf,
  type InstanceInfo,
  paths,
  type Position,
  withoutLogin,
} from '@eureka-nest/protocol';
import { InconsistentResponseError, UnusableResponseError } from './errors.js';
import { excerpt } from './excerpt.js';
import { matchesOwnHashCode, type Positioned, readApplications } from './registry-document.js';

export interface RegistryResponse {
  readonly status: number;
  readonly body: string;
  /** `Location` of a redirect; reported, not followed. */
  readonly location?: string;
  /** Change position of the body, if the registry sends one. */
  readonly position?: Position;
  /** True if the registry says that it has just started. */
  readonly isSyncing?: boolean;
}

/** One request to a registry of the list, and the meaning of its response. */
export interface RegistryRequest<T> {
  /** Noun for the log: "the registration", "a heartbeat". */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path relative to the service URL. */
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** @throws UnusableResponseError if another registry should be asked */
  read(response: RegistryResponse): T;
  /** Returns what is wrong with a value that counts only if no registry sends a better one. */
  flawOf?(value: T): UnusableResponseError | undefined;
}

/** QUIRK(DiscoveryClient.register): only 204 means registered; a 200 comes from a proxy. */
export const registerRequest = (instance: InstanceInfo): RegistryRequest<'registered'> => ({
  what: 'the registration',
  method: 'POST',
  path: paths.app(instance.app),
  body: encodeInstanceDocument(instance),
  read(response) {
    if (response.status === 204) return 'registered';
    throw unusableResponse(this.what, response);
  },
});

/** Heartbeat. The body of its response is ignored: some servers send one with their 404. */
export const heartbeatRequest = (
  instance: InstanceInfo,
): RegistryRequest<'renewed' | 'unknown instance'> => ({
  what: 'a heartbeat',
  method: 'PUT',
  path: `${instancePath(instance)}?status=${instance.status}&lastDirtyTimestamp=${instance.lastDirtyTimestamp}`,
  read(response) {
    return ifKnown(this.what, response, 'renewed');
  },
});

/** Cancellation. A registry that does not know the instance may have restarted: others list it. */
export const cancelRequest = (instance: InstanceInfo): RegistryRequest<'cancelled' | 'unknown instance'> => ({
  what: 'the cancellation',
  method: 'DELETE',
  path: instancePath(instance),
  read(response) {
    return ifKnown(this.what, response, 'cancelled');
  },
  flawOf(outcome) {
    return outcome === 'cancelled' ? undefined : new UnusableResponseError(this.what, 404, outcome);
  },
});

interface FetchOptions {
  readonly now: number;
  readonly detail: 'full' | 'compact';
  /** The one virtual host name to fetch, in the case it was registered in. */
  readonly vip?: string;
}

/**
 * @param acceptsMismatch true to accept a registry that does not match its own hash code; an empty
 * one is never accepted against it
 */
export const fullFetchRequest = (
  options: FetchOptions,
  acceptsMismatch = false,
): RegistryRequest<Positioned<Applications>> => ({
  what: 'a fetch of the registry',
  method: 'GET',
  path: options.vip === undefined ? paths.apps() : paths.vip(options.vip),
  headers: fetchHeaders(options),
  read(response) {
    if (response.status !== 200) throw unusableResponse(this.what, response);
    const applications = applicationsIn(this.what, response, options.now);
    const isAccepted =
      acceptsMismatch && applications.applications.some(({ instances }) => instances.length > 0);
    const mismatch = isAccepted ? undefined : this.flawOf?.(applications);
    if (mismatch) throw mismatch;
    return applications;
  },
  flawOf(applications) {
    if (matchesOwnHashCode(applications)) return undefined;
    return new InconsistentResponseError(this.what, 200, applications.hashCode);
  },
});

/** Delta fetch. A registry may have deltas disabled (403) or not know them (404). */
export const deltaRequest = (
  options: FetchOptions,
): RegistryRequest<Positioned<Applications> | 'not offered'> => ({
  what: 'a fetch of the delta',
  method: 'GET',
  path: paths.delta(),
  headers: fetchHeaders(options),
  read(response) {
    if (response.status === 200) return applicationsIn(this.what, response, options.now);
    if (response.status === 403 || response.status === 404) return 'not offered';
    throw unusableResponse(this.what, response);
  },
});

const fetchHeaders = ({ detail }: FetchOptions): Record<string, string> => ({
  [changesHeader]: 'ask',
  ...(detail === 'compact' && { 'x-eureka-accept': 'compact' }),
});
const instancePath = (instance: InstanceInfo): string => paths.instance(instance.app, idOf(instance));

/** Returns the outcome of a success, unless the registry does not know the instance. */
function ifKnown<T>(what: string, response: RegistryResponse, outcome: T): T | 'unknown instance' {
  const { status } = response;
  if (status >= 200 && status < 300) return outcome;
  if (status === 404) return 'unknown instance';
  throw unusableResponse(what, response);
}

function applicationsIn(
  what: string,
  { status, body, position, isSyncing }: RegistryResponse,
  now: number,
): Positioned<Applications> {
  try {
    const applications = decodeJson(body, (document) => readApplications(document, now));
    return { ...applications, ...(position && { position }), ...(isSyncing && { isSyncing }) };
  } catch (cause) {
    throw new UnusableResponseError(what, status, (cause as Error).message, { cause });
  }
}

/** Quotes the beginning of the body: a 400 names the missing field there. */
function unusableResponse(what: string, { status, body, location }: RegistryResponse): UnusableResponseError {
  if (location === undefined) return new UnusableResponseError(what, status, excerpt(body));
  const target = excerpt(withoutLogin(location));
  const detail = `redirects are not followed; set the service URL to the target, ${target}`;
  return new UnusableResponseError(what, status, detail);
}
