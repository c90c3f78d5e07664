/** What is known of a peer, from what it answered and from what it has still to be told. */
export type PeerState =
  /** Nobody asked it yet. */
  | { readonly is: 'unknown' }
  /** It answers, and was told everything. */
  | { readonly is: 'in-step' }
  /** It answers, but some changes wait for it, the first of them for so long. */
  | { readonly is: 'behind'; readonly changes: number; readonly forMs: number }
  | { readonly is: 'unreachable'; readonly since: number; readonly reason: string; readonly changes: number }
  /** This server, by another address: nothing is told to it. */
  | { readonly is: 'myself' }
  /** The same server as another of the peers: nothing is told to it by this address. */
  | { readonly is: 'twin' }
  /** A server of another environment: nothing is told to it, nothing taken from it. */
  | { readonly is: 'stranger'; readonly environment: string };

/** Whether it answers and is one of the cluster. */
export const isAvailable = ({ is }: PeerState): boolean => is === 'in-step' || is === 'behind';

/** Whether it is another server, as far as is known. */
export const isOther = ({ is }: PeerState): boolean => is !== 'myself' && is !== 'twin';
