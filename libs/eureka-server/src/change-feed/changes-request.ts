import { type Detail, type Position, readPosition } from '@eureka-nest/protocol';
import { acceptedDetail, type EurekaRequest, queryParameter } from '../http/request-context.js';

/** Parameters of a request for the change feed. */
interface FeedRequest {
  readonly detail: Detail;
  /**
   * Position that the reader has reached; left out by a reader that has just fetched the registry.
   */
  readonly since?: Position;
  /** Instance that holds this connection, if it wants to be missed when it breaks. */
  readonly instance?: { readonly app: string; readonly id: string };
}

/** Parses a request for the change feed; a text says which parameter is invalid and why. */
export function readFeedRequest(request: EurekaRequest): FeedRequest | string {
  const accept = queryParameter(request, 'accept');
  if (accept !== undefined && accept !== 'compact' && accept !== 'full')
    return 'accept must be full or compact';

  // A browser that reconnects sends both; then the header is newer.
  const header = request.headers['last-event-id'];
  const [name, text] = header
    ? ['Last-Event-ID', String(header)]
    : ['since', queryParameter(request, 'since')];
  const since = text === undefined ? undefined : readPosition(text);
  if (text !== undefined && !since) return `${name} must be the id of an event of this feed`;

  const named = queryParameter(request, 'instance');
  const [, app, id] = /^([^/]+)\/(.+)$/s.exec(named ?? '') ?? [];
  if (named !== undefined && (app === undefined || id === undefined)) {
    return 'instance must be an application and an instance id, as in SHOP/web-1';
  }
  return {
    detail: accept ?? acceptedDetail(request),
    ...(since && { since }),
    ...(app !== undefined && id !== undefined && { instance: { app, id } }),
  };
}
