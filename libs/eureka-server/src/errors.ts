const reasons = {
  'too-large': 'it is too large',
  'not-gzip': 'it is not gzip, as Content-Encoding says',
  'not-wire-type': 'its Content-Type must be application/json or application/xml',
  'not-json-type': 'its Content-Type must be application/json',
  'not-json': 'it must be JSON',
} as const;

/** A request's body that could not even be looked into. */
export class UnreadableBodyError extends Error {
  readonly code = 'EUREKA_UNREADABLE_BODY';
  constructor(
    readonly reason: keyof typeof reasons,
    options?: ErrorOptions,
  ) {
    super(`cannot parse request body: ${reasons[reason]}`, options);
  }
}

/** A peer answered what a registry does not answer. */
export class PeerAnswerError extends Error {
  readonly code = 'EUREKA_PEER_ANSWER';
  constructor(
    readonly peer: string,
    /** A status, or what it was instead of an answer. */
    readonly answer: number | string,
    options?: ErrorOptions,
  ) {
    super(`it answered ${answer}: is it a Eureka server, and is its base URL right?`, options);
  }
}

/** A peer took longer than it may. */
export class PeerTimeoutError extends Error {
  readonly code = 'EUREKA_PEER_TIMEOUT';
  constructor(
    readonly what: 'connection' | 'answer',
    readonly limitMs: number,
  ) {
    super(`no ${what} within ${limitMs} ms`);
  }
}

/** The command line cannot be understood. */
export class UsageError extends Error {
  readonly code = 'EUREKA_USAGE';
  constructor(readonly problem: string) {
    super(`${problem} (--help lists the flags)`);
  }
}
