import type { RateLimiter } from '../core/rate-limit/rate-limiter.js';
import { respond } from './reply.js';
import type { Handler, RequestContext } from './request-context.js';
import type { Resource } from './resource.js';

/** How much a read takes of the registry; those that are not here are never limited. Java: RateLimitingFilter.Target */
const targets = new Map([
  ['apps', 'full-fetch'],
  ['apps/delta', 'registry-fetch'],
  ['apps/:app', 'registry-fetch'],
] as const) as ReadonlyMap<string, Parameters<RateLimiter['admits']>[0]>;

/** Adds Java's rate limiting filter to the reads of a resource. */
export function limited(resource: Resource, limiter: Pick<RateLimiter, 'admits'>): Resource {
  const { GET: read } = resource.methods;
  const target = targets.get(resource.path);
  if (!read || !target) return resource;
  const GET: Handler = (call) =>
    limiter.admits(target, identityOf(call)) ? read(call) : respond(call.reply, 503);
  return { ...resource, methods: { ...resource.methods, GET } };
}

function identityOf({ request }: RequestContext): string | undefined {
  const identity = request.headers['discoveryidentity-name'];
  return typeof identity === 'string' ? identity : undefined;
}
