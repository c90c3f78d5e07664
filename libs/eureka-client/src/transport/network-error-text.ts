import { HttpTimeoutError } from '@eureka-nest/runtime/http';

const texts: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection broken',
  EPIPE: 'connection broken',
  ENOTFOUND: 'unknown host name',
  EAI_AGAIN: 'unknown host name',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out',
};

/** Describes a network error for people; of the errors of several addresses, the first. */
export function networkErrorText(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return networkErrorText(error.errors[0]);
  if (error instanceof HttpTimeoutError && error.phase === 'response')
    return `none within ${error.limitMs} ms`;
  const { code, message } = error as { code?: unknown; message?: string };
  return texts[String(code)] ?? message ?? String(error);
}
