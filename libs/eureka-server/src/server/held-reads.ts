import { hasNodeHeaders } from '@eureka-nest/protocol';
import { respond } from '../http/reply.js';
import type { EurekaRequest, Handler } from '../http/request-context.js';
import type { Resource } from '../http/resource.js';

/** Decides whether what a request reads may be incomplete, so that it gets a 503. */
export type HoldsRead = (request: EurekaRequest) => boolean;

/**
 * Holds reads while `isHeld`, except those of servers of this project, whose initial sync takes an
 * incomplete copy for what it is. Any client keeps its list, and asks its next registry.
 */
export const holdsReadWhile =
  (isHeld: () => boolean): HoldsRead =>
  ({ headers }) =>
    isHeld() && !hasNodeHeaders(headers);

/** Answers a resource's GET with 503 while it is held. */
export function withHeldReads(resource: Resource, holds: HoldsRead): Resource {
  const { methods } = resource;
  const { GET: read } = methods;
  if (!read) return resource;
  const GET: Handler = (context) => (holds(context.request) ? respond(context.reply, 503) : read(context));
  return { ...resource, methods: { ...methods, GET } };
}
