import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { ConnectFailedError } from '../../core/errors.js';
import { classifyFailure } from '../../core/retry/failure.js';

/** Codes of cancelled calls and of invalid options: another instance would not help. */
const callersFault = /^(ERR_(?!SSL_|TLS_(CERT|HANDSHAKE))|UND_ERR_(?!SOCKET|CONNECT_TIMEOUT))/;

/** The error of a connection that was not established, as one that says so. */
export function connectFailure(error: unknown): unknown {
  if (callersFault.test(String((error as { code?: unknown }).code))) return error;
  return classifyFailure(error) === 'nothing-sent' ? error : new ConnectFailedError({ cause: error });
}

/** True until a socket is ready (TLS: `secureConnect`); until then no request was written to it. */
export function isConnecting(socket: Socket | null | undefined): boolean {
  if (!socket) return false;
  return (
    socket.connecting || (socket as TLSSocket & { secureConnecting?: boolean }).secureConnecting === true
  );
}

/** Errors that undici reported as those of a connection; fetch passes them on as a cause. */
const reported = new WeakSet<object>();
let isSubscribed = false;

/** Begins to note which errors are those of a connection; undici and Node's fetch report them. */
export function noteConnectErrors(): void {
  if (isSubscribed) return;
  isSubscribed = true;
  subscribe('undici:client:connectError', (message) => {
    const { error } = message as { error?: unknown };
    if (typeof error === 'object' && error !== null) reported.add(error);
  });
}

/** True if the error, or its cause, was reported as that of a connection. */
export function isConnectError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return reported.has(error) || isConnectError((error as { cause?: unknown }).cause);
}
