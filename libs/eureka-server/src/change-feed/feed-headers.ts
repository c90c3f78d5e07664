import type { Handler } from '../http/request-context.js';
import type { Resource } from '../http/resource.js';

/** Asked with any value; the answer's is where the changes are, below the registry's URL. */
export const changesHeader = 'eureka-nest-changes';

/** Up to which change an answer tells everything; whoever follows from there on misses nothing. */
export const positionHeader = 'eureka-nest-position';

/**
 * Says to who asks, and so never to a client of Java's, that the changes of this resource can be followed.
 *
 * @param position of the registry, at the moment of the answer
 */
export function announcing(resource: Resource, position: () => string): Resource {
  const { GET: read } = resource.methods;
  if (!read || !/^apps(\/delta)?$/.test(resource.path)) return resource;
  const GET: Handler = (call) => {
    if (call.request.headers[changesHeader] !== undefined) {
      void call.reply.headers({ [changesHeader]: 'changes', [positionHeader]: position() });
    }
    return read(call);
  };
  return { ...resource, methods: { ...resource.methods, GET } };
}
