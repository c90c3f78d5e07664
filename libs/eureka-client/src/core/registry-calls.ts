import {
  type Applications,
  decodeApplicationsDocument,
  encodeInstanceDocument,
  idOf,
  type InstanceInfo,
  paths,
} from '@eureka-nest/protocol';
import { UnusableAnswerError } from './errors.js';

export interface RegistryAnswer {
  readonly status: number;
  readonly body: string;
}

/** One request to a registry, whichever it will be, and what its answer means. */
export interface RegistryCall<T> {
  /** For the log: "the registration", "a heartbeat". */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Relative to the service URL. */
  readonly path: string;
  readonly body?: object;
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

export const wholeRegistryCall = (now: number): RegistryCall<Applications> => ({
  what: 'a fetch of the registry',
  method: 'GET',
  path: paths.apps(),
  read(answer) {
    if (answer.status === 200) return applicationsIn(this.what, answer, now);
    throw unusable(this.what, answer);
  },
});

/** A registry may have switched deltas off (403) or know none (404): then all is fetched. */
export const changesCall = (now: number): RegistryCall<Applications | 'not offered'> => ({
  what: 'a fetch of changes',
  method: 'GET',
  path: paths.delta(),
  read(answer) {
    if (answer.status === 200) return applicationsIn(this.what, answer, now);
    if (answer.status === 403 || answer.status === 404) return 'not offered';
    throw unusable(this.what, answer);
  },
});

const pathOf = (instance: InstanceInfo): string => paths.instance(instance.app, idOf(instance));
const isOk = ({ status }: RegistryAnswer): boolean => status >= 200 && status < 300;

function applicationsIn(what: string, { status, body }: RegistryAnswer, now: number): Applications {
  try {
    return decodeApplicationsDocument(JSON.parse(body), now);
  } catch (cause) {
    throw new UnusableAnswerError(what, status, `that cannot be read (${(cause as Error).message})`, {
      cause,
    });
  }
}

/** With the first words of the answer: a 400 says what it misses there. */
function unusable(what: string, { status, body }: RegistryAnswer): UnusableAnswerError {
  const words = body.replace(/\s+/g, ' ').trim();
  return new UnusableAnswerError(what, status, words.length > 100 ? `${words.slice(0, 100)}…` : words);
}
