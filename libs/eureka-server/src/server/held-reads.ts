import { hasNodeHeaders } from '@eureka-nest/protocol';
import { respond } from '../http/reply.js';
import type { Handler } from '../http/request-context.js';
import type { Resource } from '../http/resource.js';

/**
 * Answers a resource's GET with 503 while `isHeld`, except to servers of this project, whose
 * initial sync takes an incomplete copy for what it is. Any client keeps the list that it has, and
 * asks its next registry.
 */
export function withHeldReads(resource: Resource, isHeld: () => boolean): Resource {
  const { methods } = resource;
  const { GET: read } = methods;
  if (!read) return resource;
  const GET: Handler = (context) =>
    isHeld() && !hasNodeHeaders(context.request.headers) ? respond(context.reply, 503) : read(context);
  return { ...resource, methods: { ...methods, GET } };
}
