import type { NodeHeaders } from '@eureka-nest/protocol';

/** A peer answered what a registry does not answer. */
export class PeerAnswerError extends Error {
  readonly code = 'EUREKA_PEER_ANSWER';
  constructor(
    readonly peer: string,
    /** A status, or what it was instead of an answer. */
    readonly answer: number | string,
    options?: ErrorOptions,
    /** Node headers of the answer, if a server of this project refused. */
    readonly headers?: NodeHeaders,
  ) {
    super(
      `it answered ${answer}: ${hints[answer] ?? 'is it a Eureka server, and is its base URL right?'}`,
      options,
    );
  }
}

/** Next step by status, where it is not the URL. */
const hints: Readonly<Record<number | string, string>> = {
  401: 'its URL needs its login (http://USER:PASSWORD@host/eureka/), or has a wrong one',
  403: 'does its access control allow this server (with Spring Security: no CSRF protection of /eureka/**)?',
  407: 'a proxy in between wants a login of its own',
  429: 'it, or a proxy in between, limits requests',
};

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
