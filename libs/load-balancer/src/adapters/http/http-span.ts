import { type Attributes, context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
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

const knownMethod = /^(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)$/;
const password = /^(\w+:\/\/)[^/?#]*@/;

/**
 * Makes one try inside a span, and records its duration, by OpenTelemetry's conventions for HTTP
 * clients. Check `isTelemetryEnabled` first, since this costs time even without an SDK.
 *
 * @param setHeader writes the trace context into the request
 */
export async function withSpan<R extends { readonly status: number }>(
  httpTry: HttpTry,
  setHeader: (name: string, value: string) => void,
  work: () => Promise<R>,
): Promise<R> {
  const startedAt = performance.now();
  const attributes = commonAttributes(httpTry);
  const span = startSpan(httpTry, attributes);
  const inSpan = trace.setSpan(context.active(), span);
  propagation.inject(inSpan, setHeader, { set: (put, name, value) => put(name, value) });
  const end = (outcome: Attributes) => {
    span.setAttributes(outcome);
    if ('error.type' in outcome) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    const scheme = httpTry.url.slice(0, httpTry.url.indexOf(':'));
    const took = (performance.now() - startedAt) / 1000;
    instruments().duration.record(took, { ...attributes, 'url.scheme': scheme, ...outcome });
  };
  try {
    // Spans of the layers below become children of this one.
    const response = await context.with(inSpan, work);
    const { status } = response;
    end({ 'http.response.status_code': status, ...(status >= 400 && { 'error.type': String(status) }) });
    return response;
  } catch (error) {
    if (error instanceof Error) span.recordException(error);
    end({ 'error.type': errorType(error) });
    throw error;
  }
}

/** Attributes of both the span and the duration. */
const commonAttributes = ({ candidate, service, method }: HttpTry): Attributes => ({
  'http.request.method': knownMethod.test(method.toUpperCase()) ? method.toUpperCase() : '_OTHER',
  'server.address': candidate.host,
  'server.port': candidate.port,
  'peer.service': service,
});

function startSpan({ method, url, number }: HttpTry, attributes: Attributes) {
  const name = method.toUpperCase();
  const isKnown = knownMethod.test(name);
  return trace.getTracer(telemetryScope).startSpan(isKnown ? name : 'HTTP', {
    kind: SpanKind.CLIENT,
    attributes: {
      ...attributes,
      ...(!isKnown && { 'http.request.method_original': name }),
      'url.full': url.replace(password, '$1REDACTED:REDACTED@'),
      ...(number > 0 && { 'http.request.resend_count': number }),
    },
  });
}

/** Code of an error or of its cause, where fetch hides it; otherwise its name. */
function errorType(error: unknown): string {
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  if (typeof cause === 'object' && cause !== null) return errorType(cause);
  return typeof name === 'string' ? name : '_OTHER';
}
