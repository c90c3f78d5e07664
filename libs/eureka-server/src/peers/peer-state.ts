import type { Outbox } from '../core/replication/outbox.js';
import type { PeerAvailability } from './peer-availability.js';
import type { PeerIdentity } from './peer-identity.js';

/** Queue time from which a peer counts as behind. */
const BEHIND_AFTER_MS = 2_000;

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

export interface PeerFacts {
  readonly availability: Pick<PeerAvailability, 'state' | 'since' | 'reason'>;
  readonly identity: Pick<PeerIdentity, 'isMyself' | 'isAlias' | 'isForeign' | 'environment'>;
  readonly outbox: Pick<Outbox, 'size' | 'waitingSince'>;
}

export function peerState({ availability, identity, outbox }: PeerFacts, now: number): PeerState {
  const { state, since, reason } = availability;
  const changes = outbox.size;
  if (identity.isMyself) return { is: 'myself' };
  if (identity.isAlias) return { is: 'twin' };
  if (state === 'unknown') return { is: 'unknown' };
  if (state === 'down') return { is: 'unreachable', since, reason, changes };
  if (identity.isForeign) return { is: 'stranger', environment: identity.environment };
  const forMs = now - (outbox.waitingSince ?? now);
  return forMs > BEHIND_AFTER_MS ? { is: 'behind', changes, forMs } : { is: 'in-step' };
}

/** True if the peer responds and belongs to the cluster. */
export const isAvailable = ({ is }: PeerState): boolean => is === 'in-step' || is === 'behind';

/** True unless the URL is known to be this server or an alias. */
export const isOtherServer = ({ is }: PeerState): boolean => is !== 'myself' && is !== 'twin';
