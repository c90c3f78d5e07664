import { changesHeader, positionHeader } from '@eureka-nest/protocol';
import type { Handler } from '../http/request-context.js';
import type { Resource } from '../http/resource.js';
import type { ChangeFeed } from './change-feed.js';

/**
 * Announces the feed in the responses of a resource, with the registry's position: to clients that
 * ask for it by a header, and so never to Java's.
 */
export function withFeedHeaders(
  resource: Resource,
  feed: Pick<ChangeFeed, 'position'> | undefined,
): Resource {
  const { methods, announcesFeed } = resource;
  const { GET: read } = methods;
  if (!feed || !announcesFeed || !read) return resource;
  const GET: Handler = (context) => {
    if (context.request.headers[changesHeader] !== undefined) {
      void context.reply.headers({ [changesHeader]: 'changes', [positionHeader]: feed.position });
    }
    return read(context);
  };
  return { ...resource, methods: { ...methods, GET } };
}
