import {
  type Applications,
  changesHeader,
  encodeInstanceDocument,
  idOf,
  type InstanceInfo,
  paths,
  type Position,
  withoutLogin,
} from '@eureka-nest/protocol';
import type { Positioned } from '../discovery/registry-source.js';
import { InconsistentAnswerError, UnusableAnswerError } from './errors.js';
import { addsUp, readApplications } from './registry-document.js';

export interface RegistryAnswer {
  readonly status: number;
  readonly body: string;
  /** Where else to ask, as a registry may say that is not asked where it is. */
  readonly location?: string;
  /** Of which moment of the registry it is; only one of this project's kind tells. */
  readonly position?: Position;
}

/** One request to a registry, whichever it will be, and what its answer means. */
export interface RegistryCall<T> {
  /** For the log: "the registration", "a heartbeat". */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Relative to the service URL. */
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** @throws UnusableAnswerError where another registry should be asked */
  read(answer: RegistryAnswer): T;
}

/** QUIRK(DiscoveryClient.register): registered is 204 alone; a 200 comes from a proxy or a portal that knows nothing of us. */
export const registerCall = (instance: InstanceInfo): RegistryCall<'registered'> => ({
  what: 'the registration',
  method: 'POST',
  path: paths.app(instance.app),
  body: encodeInstanceDocument(instance),
  read(answer) {
    if (answer.status === 204) return 'registered';
    throw unusable(this.what, answer);
  },
});

/** The body of an answer is never looked at: some servers send one with their 404. */
export const heartbeatCall = (instance: InstanceInfo): RegistryCall<'renewed' | 'register again'> => ({
  what: 'a heartbeat',
  method: 'PUT',
  path: `${pathOf(instance)}?status=${instance.status}&lastDirtyTimestamp=${instance.lastDirtyTimestamp}`,
  read(answer) {
    if (isOk(answer)) return 'renewed';
    if (answer.status === 404) return 'register again';
    throw unusable(this.what, answer);
  },
});

export const cancelCall = (instance: InstanceInfo): RegistryCall<'cancelled' | 'was not there'> => ({
  what: 'the cancellation',
  method: 'DELETE',
  path: pathOf(instance),
  read(answer) {
    if (isOk(answer)) return 'cancelled';
    if (answer.status === 404) return 'was not there';
    throw unusable(this.what, answer);
  },
});

/** How a registry is read. */
export interface Reading {
  readonly now: number;
  readonly detail: 'full' | 'compact';
  /** Of this virtual host name alone, in the case it was registered in. */
  readonly vip?: string;
}

/** @param believe whether to take a registry that does not have what its own hash code says */
export const wholeRegistryCall = (
  reading: Reading,
  believe = false,
): RegistryCall<Positioned<Applications>> => ({
  what: 'a fetch of the registry',
  method: 'GET',
  path: reading.vip === undefined ? paths.apps() : paths.vip(reading.vip),
  headers: headersFor(reading),
  read(answer) {
    if (answer.status !== 200) throw unusable(this.what, answer);
    const applications = applicationsIn(this.what, answer, reading.now);
    if (!believe && !addsUp(applications))
      throw new InconsistentAnswerError(this.what, answer.status, applications.hashCode);
    return applications;
  },
});

/** A registry may have switched deltas off (403) or know none (404): then all is fetched. */
export const changesCall = (reading: Reading): RegistryCall<Positioned<Applications> | 'not offered'> => ({
  what: 'a fetch of changes',
  method: 'GET',
  path: paths.delta(),
  headers: headersFor(reading),
  read(answer) {
    if (answer.status === 200) return applicationsIn(this.what, answer, reading.now);
    if (answer.status === 403 || answer.status === 404) return 'not offered';
    throw unusable(this.what, answer);
  },
});

const headersFor = ({ detail }: Reading): Record<string, string> => ({
  [changesHeader]: 'ask',
  ...(detail === 'compact' && { 'x-eureka-accept': 'compact' }),
});
const pathOf = (instance: InstanceInfo): string => paths.instance(instance.app, idOf(instance));
const isOk = ({ status }: RegistryAnswer): boolean => status >= 200 && status < 300;

function applicationsIn(
  what: string,
  { status, body, position }: RegistryAnswer,
  now: number,
): Positioned<Applications> {
  try {
    return { ...readApplications(JSON.parse(body), now), ...(position && { position }) };
  } catch (cause) {
    throw new UnusableAnswerError(what, status, `that cannot be read (${(cause as Error).message})`, {
      cause,
    });
  }
}

/** With the first words of the answer: a 400 says what it misses there. A redirect is not followed, but where to is told. */
function unusable(what: string, { status, body, location }: RegistryAnswer): UnusableAnswerError {
  if (location === undefined) return new UnusableAnswerError(what, status, firstWords(body));
  const elsewhere = `and sent on to ${firstWords(withoutLogin(location))}`;
  return new UnusableAnswerError(
    what,
    status,
    `${elsewhere}, which is not followed: set the service URL to the address that answers`,
  );
}

function firstWords(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim();
  return words.length > 100 ? `${words.slice(0, 100)}…` : words;
}
