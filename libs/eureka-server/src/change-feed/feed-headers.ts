import type { Handler } from '../http/request-context.js';
import type { Resource } from '../http/resource.js';
import type { ChangeFeed } from './change-feed.js';

/** Asked with any value; the answer's is where the changes are, below the registry's URL. */
export const changesHeader = 'eureka-nest-changes';

/** Up to which change an answer tells everything; whoever follows from there on misses nothing. */
export const positionHeader = 'eureka-nest-position';

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
