import { addressOf, type Candidate, type LeftOut } from './instance-source.js';

/** What else is known when nobody can be called. */
export interface NoInstanceFacts {
  /** Instances that are there and not to be asked. */
  readonly leftOut?: readonly LeftOut[];
  /** How old the list is. */
  readonly ageMs?: number;
}

/** The service has no instance that is UP, or no such service is known. Its message tells which. */
export class NoInstanceError extends Error {
  readonly code = 'LB_NO_INSTANCE';
  readonly leftOut: readonly LeftOut[];
  readonly ageMs: number | undefined;
  constructor(
    readonly service: string,
    readonly known: readonly string[],
    { cause, leftOut = [], ageMs }: ErrorOptions & NoInstanceFacts = {},
  ) {
    super(
      `No instances available for ${service}: ${whatToCheck(service, known, leftOut)}${told(leftOut, ageMs)}`,
      cause === undefined ? undefined : { cause },
    );
    this.leftOut = leftOut;
    this.ageMs = ageMs;
  }
}

/** One try of a call: who was asked, and what became of it. */
export interface FailedTry {
  readonly candidate: Candidate;
  readonly error: unknown;
}

/** Every instance that could be asked was asked, and none answered. */
export class AllInstancesFailedError extends Error {
  readonly code = 'LB_ALL_FAILED';
  constructor(
    readonly service: string,
    readonly tries: readonly FailedTry[],
    more: string = 'is a provider running at these addresses?',
  ) {
    const each = tries.map(({ candidate, error }) => `${candidate.instanceId} (${whyOf(error, candidate)})`);
    super(`no instance of ${service} answered, tried ${each.join(', ')}: ${more}`, {
      cause: tries.at(-1)?.error,
    });
  }
}

/** A call that must not be made twice broke after it may have arrived. Only the caller can tell what to do. */
export class MaybeSentError extends Error {
  readonly code = 'LB_MAYBE_SENT';
  constructor(
    readonly service: string,
    readonly candidate: Candidate,
    options: ErrorOptions,
  ) {
    super(
      `the connection to ${candidate.instanceId} of ${service} broke after the request may have reached it ` +
        `(${whyOf(options.cause, candidate)}): it is not sent twice, check there whether it was carried out`,
      options,
    );
  }
}

/** A name was taken for a host, because nothing was asked to look it up. */
export class UnknownHostError extends Error {
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

/** No connection came about in time; nothing was sent. */
export class ConnectTimeoutError extends Error {
  readonly code = 'LB_CONNECT_TIMEOUT';
  constructor(
    readonly address: string,
    readonly limitMs: number,
    /** False when not even the host's name was resolved. */
    readonly resolved: boolean,
  ) {
    super(
      `${resolved ? 'no connection to' : 'no answer from the name server for'} ${address} within ${limitMs} ms`,
    );
  }
}

/** One try took longer than one may; the call itself may go on elsewhere. */
export class TryTimeoutError extends Error {
  readonly code = 'LB_TRY_TIMEOUT';
  constructor(readonly limitMs: number) {
    super(`no answer within ${Math.round(limitMs)} ms`);
  }
}

/** Whoever knows the instances could not be asked. The last good list stays in use. */
export class SourceUnavailableError extends Error {
  readonly code = 'LB_SOURCE_UNAVAILABLE';
  constructor(
    readonly source: string,
    why: string,
    options?: ErrorOptions,
  ) {
    super(`${source} cannot tell the instances: ${why}`, options);
  }
}

/** An answer that began and did not end. */
export class AnswerBrokenOffError extends Error {
  readonly code = 'LB_ANSWER_BROKEN_OFF';
  constructor(options: ErrorOptions) {
    super('the answer broke off', options);
  }
}

/** An answer that the policy takes for a failure. */
export class BadAnswerError extends Error {
  readonly code = 'LB_BAD_ANSWER';
  constructor(readonly status: number | undefined) {
    super(`it answered ${status}`);
  }
}

/** An instance that is about to stop answered that it takes nothing any more. */
export class InstanceClosingError extends Error {
  readonly code = 'LB_INSTANCE_CLOSING';
  constructor() {
    super('it is stopping');
  }
}

/** Not the URL of a service, nor of anything else. */
export class BadServiceUrlError extends Error {
  readonly code = 'LB_BAD_URL';
  constructor(
    readonly url: string,
    why: string,
  ) {
    super(`cannot call ${url}: ${why}`);
  }
}

/** Two fetches of a Eureka client have failed by then. */
const oldMs = 90_000;

function whatToCheck(service: string, known: readonly string[], leftOut: readonly LeftOut[]): string {
  if (known.length === 0 && leftOut.length === 0) {
    return 'no service is known at all: is a registry running, and has its list been fetched?';
  }
  const names = known.map((each) => each.toUpperCase());
  const asked = service.toUpperCase();
  const list = `known are ${names.join(', ')}`;
  if (leftOut.length > 0)
    return `${known.length > 0 ? list : 'it is known'}, but none of its instances may be asked: check what they say about themselves, and the balancer's filters`;
  if (names.includes(asked)) return `${list}, but none of its instances is UP: is a provider running?`;
  const base = names
    .filter((each) => asked.startsWith(each) && /^[A-Z\d]/.test(asked.slice(each.length)))
    .sort((a, b) => b.length - a.length)[0];
  if (base)
    return `${list}; a / is missing between the base http://${base} and the path ${service.slice(base.length)}`;
  return `${list}: is the name spelt like one of these, and has a provider registered under it?`;
}

/** The facts, in brackets behind the sentence; nothing where there are none. */
function told(leftOut: readonly LeftOut[], ageMs: number | undefined): string {
  const facts = leftOut.map(({ why, count }) => `${count} left out: ${why}`);
  if (ageMs !== undefined) facts.push(`the list is ${(ageMs / 1000).toFixed(0)} s old${ageMs > oldMs ? ': does the registry answer?' : ''}`); // prettier-ignore
  return facts.length > 0 ? ` (${facts.join('; ')})` : '';
}

/** The short reason of an error: axios and fetch wrap it, and for a name with two addresses Node gives one error each. */
export function reasonOf(error: unknown): string {
  const { cause, errors, message } = error as { cause?: unknown; errors?: unknown; message?: string };
  if (message === 'fetch failed' && cause) return reasonOf(cause);
  if (Array.isArray(errors) && errors.length > 0) return [...new Set(errors.map(reasonOf))].join(', ');
  return message || String(error);
}

function whyOf(error: unknown, candidate: Candidate): string {
  const reason = reasonOf(error);
  const address = addressOf(candidate);
  return reason.includes(address) ? reason : `${reason}, ${address}`;
}
