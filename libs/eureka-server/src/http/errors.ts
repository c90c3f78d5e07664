const reasons = {
  'too-large': 'it is too large',
  'not-gzip': 'it is not gzip, as Content-Encoding says',
  'not-wire-type': 'its Content-Type must be application/json or application/xml',
  'not-json-type': 'its Content-Type must be application/json',
  'not-json': 'it must be JSON',
} as const;

/** A request body that could not be read at all; what it says has not been looked at yet. */
export class UnreadableBodyError extends Error {
  readonly code = 'EUREKA_UNREADABLE_BODY';
  constructor(
    readonly reason: keyof typeof reasons,
    options?: ErrorOptions,
  ) {
    super(`cannot parse request body: ${reasons[reason]}`, options);
  }
}
