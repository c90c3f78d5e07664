import type { RateLimiter } from '../core/rate-limit/rate-limiter.js';
import { respond } from './reply.js';
import type { RequestContext, Handler } from './request-context.js';
import { takesGzip } from './negotiation.js';
import type { Resource } from './resource.js';

export interface ReadLimits {
  readonly limiter: Pick<RateLimiter, 'admits'>;
  readonly enforceGzip: boolean;
}

/** How much a read takes of the registry; those that are not here are never limited. Java: RateLimitingFilter.Target */
const targets = new Map([
  ['apps', 'full-fetch'],
  ['apps/delta', 'registry-fetch'],
  ['apps/:app', 'registry-fetch'],
] as const) as ReadonlyMap<string, Parameters<RateLimiter['admits']>[0]>;

/** What stands in front of the reads of `apps` and below: Java's rate limiting filter and Netflix's gzip enforcing filter. */
export function limited(resource: Resource, { limiter, enforceGzip }: ReadLimits): Resource {
  const { GET: read } = resource.methods;
  if (!read || !/^apps\b/.test(resource.path)) return resource;
  const target = targets.get(resource.path);
  const answerRead: Handler = enforceGzip ? (call) => answerZipped(call, read) : read;
  if (!target) return { ...resource, methods: { ...resource.methods, GET: answerRead } };
  const GET: Handler = (call) =>
    limiter.admits(target, identityOf(call)) ? answerRead(call) : respond(call.reply, 503);
  return { ...resource, methods: { ...resource.methods, GET } };
}

/** QUIRK(GzipEncodingEnforcingFilter): who says nothing gets gzip, who wants none is refused. */
function answerZipped(call: RequestContext, read: Handler): unknown {
  const { headers } = call.request;
  headers['accept-encoding'] ??= 'gzip';
  return takesGzip(headers['accept-encoding']) ? read(call) : respond(call.reply, 406);
}

function identityOf({ request }: RequestContext): string | undefined {
  const identity = request.headers['discoveryidentity-name'];
  return typeof identity === 'string' ? identity : undefined;
}
