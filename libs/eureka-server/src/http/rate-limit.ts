import type { RateLimiter } from '../core/rate-limit/rate-limiter.js';
import { respond } from './reply.js';
import type { Handler, RequestContext } from './request-context.js';
import type { Resource } from './resource.js';

/** Puts Java's rate limiting filter in front of a resource's GET. */
export function withRateLimit(resource: Resource, limiter: Pick<RateLimiter, 'admits'>): Resource {
  const { methods, limit } = resource;
  const { GET: read } = methods;
  if (!read || !limit) return resource;
  const GET: Handler = (context) =>
    limiter.admits(limit, clientName(context)) ? read(context) : respond(context.reply, 503);
  return { ...resource, methods: { ...methods, GET } };
}

function clientName({ request }: RequestContext): string | undefined {
  const name = request.headers['discoveryidentity-name'];
  return typeof name === 'string' ? name : undefined;
}
