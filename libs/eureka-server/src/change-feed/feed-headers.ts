import { changesHeader, positionHeader } from '@eureka-nest/protocol';
import type { Handler } from '../http/request-context.js';
import type { Resource } from '../http/resource.js';

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
