/**
 * Request header of a client that wants to know about the change feed; any value will do. In the
 * response: the path of the feed, relative to the registry's URL. Java's servers ignore it.
 */
export const changesHeader = 'eureka-nest-changes';

/**
 * Events of the change feed, written as server-sent events. The id of an event is the feed position
 * that its reader has reached; a reader that reconnects names the last one it saw.
 */

/** Position and apps hash code of a registry at one moment. */
export interface FeedState {
  readonly position: string;
  readonly apps__hashcode: string;
}

/** Content of the first event on a connection. */
export interface FeedHello extends Partial<FeedState> {
  readonly position: string;
  /** Longest silence on a healthy connection. */
  readonly keepAliveMs: number;
  /** True while the registry may lack instances that live: it has just started. */
  readonly isSyncing?: true;
}

/** First event. An id makes it the reader's position: nothing was missed so far. */
export const encodeHello = (hello: FeedHello, id?: string): string =>
  encodeEvent('hello', JSON.stringify(hello), id);

/** Changed instances, as an applications document. */
export const encodeDelta = (document: string, id: string): string => encodeEvent('delta', document, id);

/**
 * Order to fetch the whole registry, to a reader that missed changes. It has no id: the reader's
 * position stays where it was.
 */
export const encodeResync = (state: FeedState): string => encodeEvent('resync', JSON.stringify(state));

/** Comment that keeps an idle connection alive; readers ignore it. */
export const keepAliveComment = ':\n\n';

const encodeEvent = (name: string, data: string, id?: string): string =>
  `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`;
