import {
  type Attributes,
  context,
  type Context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Candidate } from '../../core/instance-source.js';
import { instruments, scope } from '../../observability/telemetry.js';

/** One try, as it goes over the wire. */
export interface HttpTry {
  readonly service: string;
  readonly candidate: Candidate;
  /** In whatever case. */
  readonly method: string;
  /** Of the instance. */
  readonly url: string;
  /** From 0 on. */
  readonly number: number;
}

const knownMethods = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
]);
const password = /^(\w+:\/\/)[^/?#@]*@/;

/**
 * Makes one try with its span. Nobody is to pay for it where nobody looks: ask `isObserved` before.
 *
 * @param setHeader puts the trace into the request
 */
export async function spanned<R extends { readonly status: number }>(
  about: HttpTry,
  setHeader: (name: string, value: string) => void,
  work: () => Promise<R>,
): Promise<R> {
  const span = new HttpSpan(about, setHeader);
  try {
    const answer = await span.within(work);
    span.answered(answer.status);
    return answer;
  } catch (error) {
    span.failed(error);
    throw error;
  }
}

/** The span and the duration of one try, as OpenTelemetry's conventions for HTTP clients have it. */
class HttpSpan {
  private readonly span: Span;
  private readonly context: Context;
  private readonly startedAt = performance.now();
  private readonly method: string;

  constructor(
    private readonly about: HttpTry,
    setHeader: (name: string, value: string) => void,
  ) {
    const { candidate, service, url, number } = about;
    const method = (this.method = about.method.toUpperCase());
    const known = knownMethods.has(method);
    this.span = trace.getTracer(scope).startSpan(known ? method : 'HTTP', {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': known ? method : '_OTHER',
        ...(!known && { 'http.request.method_original': method }),
        'server.address': candidate.host,
        'server.port': candidate.port,
        'url.full': url.replace(password, '$1REDACTED:REDACTED@'),
        'peer.service': service,
        ...(number > 0 && { 'http.request.resend_count': number }),
      },
    });
    this.context = trace.setSpan(context.active(), this.span);
    propagation.inject(this.context, setHeader, { set: (put, name, value) => put(name, value) });
  }

  /** Runs what makes the request, so that spans of the layers below become children of this one. */
  within<R>(work: () => R): R {
    return context.with(this.context, work);
  }

  answered(status: number): void {
    const failed = status >= 400;
    this.end(
      { 'http.response.status_code': status, ...(failed && { 'error.type': String(status) }) },
      failed,
    );
  }

  failed(error: unknown): void {
    if (error instanceof Error) this.span.recordException(error);
    this.end({ 'error.type': typeOf(error) }, true);
  }

  private end(outcome: Attributes, failed: boolean): void {
    this.span.setAttributes(outcome);
    if (failed) this.span.setStatus({ code: SpanStatusCode.ERROR });
    this.span.end();
    const { method } = this;
    const { candidate, url, service } = this.about;
    instruments().duration.record((performance.now() - this.startedAt) / 1000, {
      'http.request.method': knownMethods.has(method) ? method : '_OTHER',
      'server.address': candidate.host,
      'server.port': candidate.port,
      'url.scheme': url.slice(0, url.indexOf(':')),
      'peer.service': service,
      ...outcome,
    });
  }
}

/** The code of an error or of what it wraps, as fetch does. */
function typeOf(error: unknown): string {
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  if (typeof cause === 'object' && cause !== null) return typeOf(cause);
  return typeof name === 'string' ? name : '_OTHER';
}
