/**
 * Meaning of a failed try for the next one.
 *
 * - `nothing-sent`: no connection was established, so any other instance may be tried;
 * - `maybe-sent`: it broke later, and the request may have been carried out;
 * - `callers-fault`: cancelled, or a mistake in the call itself; trying again does not help.
 */
export type FailureKind = 'nothing-sent' | 'maybe-sent' | 'callers-fault';

/** Fields by which the errors of Node, axios, undici and gRPC are classified. */
interface ErrorFields {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
  /** Present in errors of gRPC, whose codes are numbers. */
  readonly details?: unknown;
}

const beforeConnection =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|LB_CONNECT_TIMEOUT|UND_ERR_CONNECT_TIMEOUT)$/;
/** Errors of a certificate check: Node lists the X509 ones in its documentation of `tls`. */
const certificateCheck =
  /^((CERT|CRL)_\w+|UNABLE_TO_\w+|ERROR_IN_C\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_\w+|ERR_TLS_HANDSHAKE_TIMEOUT)$/;
const afterConnection =
  /^(ECONNRESET|ECONNABORTED|EPIPE|EPROTO|ETIMEDOUT|ERR_STREAM_PREMATURE_CLOSE|HPE_\w+|ERR_SSL_\w+|UND_ERR_(SOCKET|HEADERS_TIMEOUT|HEADERS_OVERFLOW|BODY_TIMEOUT)|LB_ANSWER_BROKEN_OFF|LB_UNASKED_UPGRADE|LB_TRY_TIMEOUT)$/;

/**
 * UNAVAILABLE and DEADLINE_EXCEEDED. gRPC reports the first for a refused connection and for a
 * broken one alike, so the cautious reading applies.
 */
const grpcAfterConnection = new Set<unknown>([14, 4]);

export function classifyFailure(error: unknown): FailureKind {
  if (typeof error !== 'object' || error === null) return 'callers-fault';
  const { name, code, syscall, cause, errors, details } = error as ErrorFields;
  if (code === 'LB_CONNECT_FAILED') return 'nothing-sent';
  // One error per address of a name (`localhost` is ::1 and 127.0.0.1): all of them must have
  // failed before the connection.
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.every((each) => classifyFailure(each) === 'nothing-sent') ? 'nothing-sent' : 'maybe-sent';
  }
  // The system call outranks the code: EHOSTUNREACH of a `read` had a connection.
  if (syscall === 'connect' || syscall === 'getaddrinfo') return 'nothing-sent';
  if (typeof syscall === 'string') return 'maybe-sent';
  if (cause !== undefined) {
    const kind = classifyFailure(cause);
    if (kind !== 'callers-fault') return kind;
  }
  if (beforeConnection.test(String(code)) || certificateCheck.test(String(code))) return 'nothing-sent';
  // undici gives this one no code if a connection ends with it.
  if (name === 'HTTPParserError') return 'maybe-sent';
  if (typeof details === 'string' && grpcAfterConnection.has(code)) return 'maybe-sent';
  return afterConnection.test(String(code)) ? 'maybe-sent' : 'callers-fault';
}

const timeoutCodes = /^(ECONNABORTED|ETIMEDOUT|UND_ERR_(HEADERS|BODY)_TIMEOUT|LB_TRY_TIMEOUT)$/;

/** True if a time limit ran out, false if the connection broke. */
export function isTimeout(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, cause } = error as ErrorFields;
  return timeoutCodes.test(String(code)) || isTimeout(cause);
}

const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'get', 'put', 'delete']);

/** True if sending a request twice has the effect of sending it once (RFC 9110, 9.2.2). */
export const isIdempotent = (method = 'GET'): boolean =>
  idempotentMethods.has(method) || idempotentMethods.has(method.toUpperCase());
