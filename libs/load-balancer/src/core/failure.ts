/**
 * What a failed call means for the next one.
 *
 * - `nothing-sent`: no connection came about, so anybody else may be asked, whatever the method;
 * - `maybe-sent`: it broke later, and nobody can tell whether the request was carried out;
 * - `not-the-connection`: cancelled, or a mistake in the call itself; another instance would not help.
 */
export type Failure = 'nothing-sent' | 'maybe-sent' | 'not-the-connection';

/** As far as the errors of Node, axios, undici and gRPC go. */
interface Fault {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
  /** gRPC's, whose codes are numbers. */
  readonly details?: unknown;
}

const beforeConnection = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'LB_CONNECT_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const afterConnection =
  /^(ECONNRESET|ECONNABORTED|EPIPE|EPROTO|ETIMEDOUT|ERR_STREAM_PREMATURE_CLOSE|HPE_\w+|UND_ERR_(SOCKET|HEADERS_TIMEOUT|BODY_TIMEOUT)|LB_ANSWER_BROKEN_OFF|LB_INSTANCE_CLOSING|LB_TRY_TIMEOUT)$/;

/** UNAVAILABLE and DEADLINE_EXCEEDED. gRPC says the first of a connection that never came about, too, and does not tell them apart. */
const grpcAfterConnection = new Set<unknown>([14, 4]);

export function classify(error: unknown): Failure {
  if (typeof error !== 'object' || error === null) return 'not-the-connection';
  const { code, syscall, cause, errors, details } = error as Fault;
  // Every address of a name was tried (`localhost` is ::1 and 127.0.0.1): nothing was sent if none was reached.
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.every((each) => classify(each) === 'nothing-sent') ? 'nothing-sent' : 'maybe-sent';
  }
  // The system call is the better witness: EHOSTUNREACH of a `read` comes from a connection that had been there.
  if (syscall === 'connect' || syscall === 'getaddrinfo') return 'nothing-sent';
  if (typeof syscall === 'string') return 'maybe-sent';
  if (cause !== undefined) {
    const deeper = classify(cause);
    if (deeper !== 'not-the-connection') return deeper;
  }
  if (beforeConnection.has(String(code))) return 'nothing-sent';
  if (typeof details === 'string' && grpcAfterConnection.has(code)) return 'maybe-sent';
  return afterConnection.test(String(code)) ? 'maybe-sent' : 'not-the-connection';
}

const outOfTime = /^(ECONNABORTED|ETIMEDOUT|UND_ERR_(HEADERS|BODY)_TIMEOUT|LB_TRY_TIMEOUT)$/;

/** Whether it was time that ran out, and not the connection that broke. */
export function isTimeout(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, cause } = error as Fault;
  return outOfTime.test(String(code)) || isTimeout(cause);
}

const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'get', 'put', 'delete']);

/** Whether asking twice is as good as asking once (RFC 9110, 9.2.2). POST and PATCH are not, and nothing unknown is. */
export const isIdempotent = (method = 'GET'): boolean =>
  idempotentMethods.has(method) || idempotentMethods.has(method.toUpperCase());
