import type { RateLimiter } from '../core/rate-limit/rate-limiter.js';
import { respond } from './reply.js';
import type { RequestContext, Handler } from './request-context.js';
import { acceptsGzip } from './negotiation.js';
import type { Resource } from './resource.js';

export interface ReadFilters {
  readonly limiter: Pick<RateLimiter, 'admits'>;
  readonly enforceGzip: boolean;
}

/**
 * Puts Java's rate limiting filter and Netflix's gzip enforcing filter in front of a resource's
 * GET.
 */
export function withReadFilters(resource: Resource, { limiter, enforceGzip }: ReadFilters): Resource {
  const { methods, limit, gzipEnforceable } = resource;
  const { GET: read } = methods;
  if (!read) return resource;
  const gzipped: Handler = enforceGzip && gzipEnforceable ? (context) => readGzipped(context, read) : read;
  const GET: Handler = limit
    ? (context) =>
        limiter.admits(limit, clientName(context)) ? gzipped(context) : respond(context.reply, 503)
    : gzipped;
  return { ...resource, methods: { ...methods, GET } };
}

/** QUIRK(GzipEncodingEnforcingFilter): gzip is the default; a client that excludes it gets 406. */
function readGzipped(context: RequestContext, read: Handler): unknown {
  const { headers } = context.request;
  headers['accept-encoding'] ??= 'gzip';
  return acceptsGzip(headers['accept-encoding']) ? read(context) : respond(context.reply, 406);
}

function clientName({ request }: RequestContext): string | undefined {
  const name = request.headers['discoveryidentity-name'];
  return typeof name === 'string' ? name : undefined;
}
