import { CallError } from './call-error.js';
import { type Candidate, type FilteredOut, hostAndPort } from './instance-source.js';
import { noInstanceMessage } from './no-instance-message.js';

/** Facts that explain why a service has no usable instance. */
interface NoInstanceFacts {
  /** Instances that exist but are withheld, by the source or by the balancer's filters. */
  readonly filteredOut?: readonly FilteredOut[];
  /** Age of the list. */
  readonly ageMs?: number;
}

/** The service has no usable instance, or no such service is known; the message says which. */
export class NoInstanceError extends CallError {
  readonly code = 'LB_NO_INSTANCE';
  readonly filteredOut: readonly FilteredOut[];
  readonly ageMs: number | undefined;
  constructor(
    readonly service: string,
    readonly known: readonly string[],
    { cause, filteredOut = [], ageMs }: ErrorOptions & NoInstanceFacts = {},
  ) {
    super(noInstanceMessage(service, known, filteredOut, ageMs), cause === undefined ? undefined : { cause });
    this.filteredOut = filteredOut;
    this.ageMs = ageMs;
  }
}

/** One failed try of a call: the instance and its error. */
export interface FailedTry {
  readonly candidate: Candidate;
  readonly error: unknown;
}

/** Every instance that could be tried was tried, and none responded. */
export class AllInstancesFailedError extends CallError {
  readonly code = 'LB_ALL_FAILED';
  constructor(
    readonly service: string,
    readonly tries: readonly FailedTry[],
    explanation: string = 'is a provider running at these addresses?',
  ) {
    super(`no instance of ${service} responded, tried ${tries.map(tryText).join(', ')}: ${explanation}`, {
      cause: tries.at(-1)?.error,
    });
  }
}

/** A call that must not be repeated broke after it may have arrived; only its caller can decide. */
export class MaybeSentError extends CallError {
  readonly code = 'LB_MAYBE_SENT';
  constructor(
    readonly service: string,
    readonly candidate: Candidate,
    options: ErrorOptions,
  ) {
    super(
      `the connection to ${candidate.instanceId} of ${service} broke after the request may have reached it ` +
        `(${reasonWithAddress(options.cause, candidate)}): it is not sent twice, check there whether it was carried out`,
      options,
    );
  }
}

/** The host of a URL does not resolve, and service names are not looked up. */
export class UnknownHostError extends CallError {
  readonly code = 'LB_UNKNOWN_HOST';
  constructor(
    readonly host: string,
    options?: ErrorOptions,
  ) {
    super(
      `unknown host ${host}: this name was not looked up, balancing is off ` +
        `(SPRING_CLOUD_LOADBALANCER_ENABLED=true turns it on; otherwise use an address such as http://localhost:8001)`,
      options,
    );
  }
}

/** No connection was established in time; nothing was sent. */
export class ConnectTimeoutError extends Error {
  readonly code = 'LB_CONNECT_TIMEOUT';
  constructor(
    readonly address: string,
    readonly limitMs: number,
    /** False if not even the host's name was resolved. */
    readonly resolved: boolean,
  ) {
    super(
      `${resolved ? 'no connection to' : 'no response from the name server for'} ${address} within ${limitMs} ms`,
    );
  }
}

/**
 * The connection failed before it was established, TLS included: an untrusted or expired
 * certificate, a handshake that broke. Nothing was sent.
 */
export class ConnectFailedError extends Error {
  readonly code = 'LB_CONNECT_FAILED';
  constructor(options: ErrorOptions) {
    super(failureReason(options.cause), options);
  }
}

/** One try exceeded its time limit; the call itself may continue on another instance. */
export class TryTimeoutError extends Error {
  readonly code = 'LB_TRY_TIMEOUT';
  constructor(readonly limitMs: number) {
    super(`no response within ${Math.round(limitMs)} ms`);
  }
}

/** A source could not be reached. Its last good list stays in use. */
export class SourceUnavailableError extends Error {
  readonly code = 'LB_SOURCE_UNAVAILABLE';
  constructor(
    readonly source: string,
    readonly why: string,
    options?: ErrorOptions,
  ) {
    super(`${source} is unavailable: ${why}`, options);
  }
}

/** A response began and did not end. */
export class TruncatedResponseError extends Error {
  readonly code = 'LB_ANSWER_BROKEN_OFF';
  constructor(options: ErrorOptions) {
    super('the response broke off', options);
  }
}

/** A response switches protocols (status 101), which the request did not ask for. */
export class UnaskedUpgradeError extends Error {
  readonly code = 'LB_UNASKED_UPGRADE';
  constructor(options?: ErrorOptions) {
    super('the response switches protocols (101), which was not asked for', options);
  }
}

/** A response whose status the retry policy treats as a failure. */
export class BadStatusError extends Error {
  readonly code = 'LB_BAD_ANSWER';
  constructor(readonly status: number | undefined) {
    super(`status ${status}`);
  }
}

/** Two modules give different settings to one service. */
export class SettingsConflictError extends Error {
  readonly code = 'LB_SETTINGS_CONFLICT';
  constructor(
    readonly service: string,
    readonly given: readonly string[],
  ) {
    super(
      `${service} has different settings in two forFeature, ${given.join(' and ')}: ` +
        `give them in one of them or in forRoot({ services }), or the same object in both`,
    );
  }
}

/** The part of a URL, maybe of a malformed one, in which a login may be. */
const login = /^([a-z][a-z\d+.-]*:\/\/)?.*@/is;

/** A URL that cannot be called. */
export class BadServiceUrlError extends CallError {
  readonly code = 'LB_BAD_URL';
  /** The URL without its login. */
  readonly url: string;
  constructor(url: string, why: string) {
    const masked = url.replace(login, '$1***@');
    super(`cannot call ${masked}: ${why}`);
    this.url = masked;
  }
}

/**
 * Short reason of an error: fetch hides it in `cause`, and for a name with several addresses Node
 * reports one error per address.
 */
export function failureReason(error: unknown): string {
  const { cause, errors, message } = error as { cause?: unknown; errors?: unknown; message?: string };
  if (message === 'fetch failed' && cause) return failureReason(cause);
  if (Array.isArray(errors) && errors.length > 0) return [...new Set(errors.map(failureReason))].join(', ');
  return message || String(error);
}

const tryText = ({ candidate, error }: FailedTry): string =>
  `${candidate.instanceId} (${reasonWithAddress(error, candidate)})`;

/** Reason of a failed try, with the address unless the reason names it. */
function reasonWithAddress(error: unknown, candidate: Candidate): string {
  const reason = failureReason(error);
  const address = hostAndPort(candidate);
  return reason.includes(address) ? reason : `${reason}, ${address}`;
}
