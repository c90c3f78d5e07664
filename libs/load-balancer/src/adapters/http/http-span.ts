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
import { instruments, telemetryScope } from '../../observability/telemetry.js';

/** One try as an HTTP request. */
export interface HttpTry {
  readonly service: string;
  readonly candidate: Candidate;
  /** Upper or lower case. */
  readonly method: string;
  /** URL of the instance. */
  readonly url: string;
  /** Number of the try within its call, from 0. */
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
 * Makes one try inside a span. Check `isTelemetryEnabled` first, since this costs time even without
 * an SDK.
 *
 * @param setHeader writes the trace context into the request
 */
export async function withSpan<R extends { readonly status: number }>(
  httpTry: HttpTry,
  setHeader: (name: string, value: string) => void,
  work: () => Promise<R>,
): Promise<R> {
  const span = new HttpSpan(httpTry, setHeader);
  try {
    const response = await span.run(work);
    span.responded(response.status);
    return response;
  } catch (error) {
    span.failed(error);
    throw error;
  }
}

/** Span and duration of one try, by OpenTelemetry's conventions for HTTP clients. */
class HttpSpan {
  private readonly span: Span;
  private readonly context: Context;
  private readonly startedAt = performance.now();
  private readonly method: string;

  constructor(
    private readonly httpTry: HttpTry,
    setHeader: (name: string, value: string) => void,
  ) {
    const { candidate, service, url, number } = httpTry;
    const method = httpTry.method.toUpperCase();
    const isKnown = knownMethods.has(method);
    this.method = isKnown ? method : '_OTHER';
    this.span = trace.getTracer(telemetryScope).startSpan(isKnown ? method : 'HTTP', {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': this.method,
        ...(!isKnown && { 'http.request.method_original': method }),
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

  /** Runs the request inside this span, so that spans of the layers below become its children. */
  run<R>(work: () => R): R {
    return context.with(this.context, work);
  }

  responded(status: number): void {
    const failed = status >= 400;
    this.end(
      { 'http.response.status_code': status, ...(failed && { 'error.type': String(status) }) },
      failed,
    );
  }

  failed(error: unknown): void {
    if (error instanceof Error) this.span.recordException(error);
    this.end({ 'error.type': errorType(error) }, true);
  }

  private end(outcome: Attributes, failed: boolean): void {
    this.span.setAttributes(outcome);
    if (failed) this.span.setStatus({ code: SpanStatusCode.ERROR });
    this.span.end();
    const { candidate, url, service } = this.httpTry;
    instruments().duration.record((performance.now() - this.startedAt) / 1000, {
      'http.request.method': this.method,
      'server.address': candidate.host,
      'server.port': candidate.port,
      'url.scheme': url.slice(0, url.indexOf(':')),
      'peer.service': service,
      ...outcome,
    });
  }
}

/** Code of an error or of its cause, where fetch hides it; otherwise its name. */
function errorType(error: unknown): string {
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  if (typeof cause === 'object' && cause !== null) return errorType(cause);
  return typeof name === 'string' ? name : '_OTHER';
}
