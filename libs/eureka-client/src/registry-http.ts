import { splitLogin } from '@eureka-nest/protocol';
import type { RegistryAnswer, RegistryCall } from './core/registry-calls.js';
import { RegistryUnreachableError } from './core/errors.js';

/** Sends one request to one registry, within a time limit. */
export class RegistryHttp {
  /** @param limitMs for the whole exchange, from connecting to the last byte */
  constructor(private readonly limitMs: number) {}

  /**
   * @throws RegistryUnreachableError without an answer; the signal's reason when that was aborted
   */
  async send(
    serviceUrl: string,
    { method, path, body }: RegistryCall<unknown>,
    signal: AbortSignal,
    limitMs: number = this.limitMs,
  ): Promise<RegistryAnswer> {
    signal.throwIfAborted();
    // Not AbortSignal.any: with a signal that lives as long as the process it leaks in the Node versions we run on.
    const limited = new AbortController();
    const abort = () => limited.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(() => limited.abort(new Error(`none within ${limitMs} ms`)), limitMs);
    try {
      const { url, authorization } = splitLogin(serviceUrl);
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(body && { 'content-type': 'application/json' }),
          ...(authorization && { authorization }),
        },
        body: body && JSON.stringify(body),
        redirect: 'manual',
        signal: limited.signal,
      });
      return { status: response.status, body: await response.text() };
    } catch (error) {
      signal.throwIfAborted();
      throw new RegistryUnreachableError(serviceUrl, reasonOf(error), { cause: error });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection broken',
  UND_ERR_SOCKET: 'connection broken',
  ENOTFOUND: 'unknown host name',
  EAI_AGAIN: 'unknown host name',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
  ETIMEDOUT: 'connecting took too long',
  UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
};

/** fetch says only "fetch failed"; what happened is in the cause. */
function reasonOf(error: unknown): string {
  const { cause = error } = error as { cause?: unknown };
  const { code, message } = cause as { code?: unknown; message?: string };
  return words[String(code)] ?? message ?? String(cause);
}
