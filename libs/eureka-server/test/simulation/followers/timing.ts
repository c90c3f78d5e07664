/** Timing of a story with followers, in ms. */
export const TICK_MS = 200;
export const POLL_MS = 5_000;
/** Time limit of a request. */
export const TIMEOUT_MS = 3_000;
/** Renewal interval that instances state; they renew twice as often. */
export const RENEWAL_MS = 10_000;
export const KEEP_ALIVE_MS = 2_000;
/** Pause before a registry without a usable feed is asked again. */
export const ASK_AGAIN_MS = 20_000;
/** Time during which faults happen. */
export const TROUBLE_MS = 40_000;
/** Longest time for which a registry is down. */
export const MAX_DOWN_MS = 8_000;

/**
 * Time after the last change and the last fault at which a copy equals its registry. The last
 * request ends within its limit; a wrong position shows at the next poll; instances lost at that
 * poll are retained for a renewal interval, and dropped at the poll after it.
 */
export const SETTLED_MS = TIMEOUT_MS + POLL_MS + RENEWAL_MS + POLL_MS;
/**
 * Longest time for which a confirmed copy shows an instance that no registry lists: the copy may
 * stand at a wrong position until the next poll, and the registry may restart just before.
 */
export const GHOST_MS = SETTLED_MS;
