import { type Position, positionText } from '@eureka-nest/protocol';
import type { RegistryRequest } from './registry-requests.js';

interface FeedRequestOptions {
  /** This process as `APP/id`, if it is registered. */
  readonly identity: string | undefined;
  readonly detail: 'full' | 'compact';
  /** Position of the cache: the feed continues after it. */
  readonly position: Position | undefined;
}

/** Request for the change feed. Its response is a stream, so there is no `read`. */
export type FeedRequest = Omit<RegistryRequest<unknown>, 'read'>;

export function feedRequest({ identity, detail, position }: FeedRequestOptions): FeedRequest {
  const query = new URLSearchParams({
    ...(identity !== undefined && { instance: identity }),
    ...(detail === 'compact' && { accept: detail }),
  });
  return {
    what: 'the change feed',
    method: 'GET',
    path: `changes${query.size > 0 ? `?${query}` : ''}`,
    headers: {
      accept: 'text/event-stream, application/json;q=0.1',
      // Compression would delay events.
      'accept-encoding': 'identity',
      ...(position && { 'last-event-id': positionText(position) }),
    },
  };
}
