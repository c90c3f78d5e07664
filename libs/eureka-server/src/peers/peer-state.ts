/** State of a peer, from its responses and its queue. `is` is the value in `GET /health`. */
export type PeerState =
  /** No request was sent yet. */
  | { readonly is: 'unknown' }
  /** The peer responds and has received all mutations but the latest. */
  | { readonly is: 'in-step' }
  /** The peer responds, but mutations have waited for more than 2 s, the oldest for `forMs`. */
  | { readonly is: 'behind'; readonly changes: number; readonly forMs: number }
  | { readonly is: 'unreachable'; readonly since: number; readonly reason: string; readonly changes: number }
  /** This server under another address: skipped. */
  | { readonly is: 'myself' }
  /** Alias of another peer: skipped. */
  | { readonly is: 'twin' }
  /** Foreign peer, of another environment: nothing is replicated to it or copied from it. */
  | { readonly is: 'stranger'; readonly environment: string };

/** True if the peer responds and belongs to the cluster. */
export const isAvailable = ({ is }: PeerState): boolean => is === 'in-step' || is === 'behind';

/** True unless the URL is known to be this server or an alias. */
export const isOtherServer = ({ is }: PeerState): boolean => is !== 'myself' && is !== 'twin';
