/** A request took longer than one of its limits. */
export class HttpTimeoutError extends Error {
  constructor(
    readonly phase: 'connection' | 'response',
    readonly limitMs: number,
  ) {
    super(`no ${phase} within ${limitMs} ms`);
  }
}

/** The body of a response is larger than its limit, or not compressed as its header says. */
export class ResponseBodyError extends Error {
  constructor(
    readonly problem: 'too large' | 'invalid gzip',
    options?: ErrorOptions,
  ) {
    super(`response body: ${problem}`, options);
  }
}
