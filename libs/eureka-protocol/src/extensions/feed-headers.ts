/**
 * Request header of a client that wants to know about the change feed; any value will do. In the
 * response: the path of the feed, relative to the registry's URL. Java's servers ignore it.
 */
export const changesHeader = 'eureka-nest-changes';

/**
 * Response header: the feed position of this response. A reader that starts there misses nothing.
 */
export const positionHeader = 'eureka-nest-position';
