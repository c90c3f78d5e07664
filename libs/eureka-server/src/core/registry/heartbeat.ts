import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import type { ListedInstance } from './registry-entry.js';

/** Who tells us: the instance itself, or another registry that passes on what it was told. */
export type Origin = 'client' | 'peer';

/** What a heartbeat brings along. */
export interface Heartbeat {
  readonly from: Origin;
  readonly lastDirtyTimestamp?: number;
  /** From a peer only: an override that it knows of. */
  readonly overriddenStatus?: InstanceStatus;
  /** From a peer of ours only: when it came there. */
  readonly at?: number;
}

/**
 * `register-again`: they know something newer, or we know nothing. `ours-is-newer`: a peer is behind and gets
 * our copy.
 */
export type HeartbeatVerdict = 'accepted' | 'register-again' | 'ours-is-newer';

/** The lease is renewed first, then the stamps are compared: so it may be renewed whatever the verdict. */
export interface HeartbeatResult {
  readonly verdict: HeartbeatVerdict;
  readonly renewed: boolean;
  /** Whose lease was renewed. */
  readonly given?: ListedInstance;
  /** Where ours is newer: what the peer is to take over. */
  readonly instance?: InstanceInfo;
}

/** Each side stamps its copy when it changes (lastDirtyTimestamp); the stamps tell who is behind. */
export function judgeHeartbeat(ours: number, theirs: number | undefined, from: Origin): HeartbeatVerdict {
  if (theirs === undefined || theirs === ours) return 'accepted';
  if (theirs > ours) return 'register-again';
  // QUIRK(InstanceResource.validateDirtyTimestamp): a client that is behind is told nothing; only a peer can
  // take our copy over.
  return from === 'peer' ? 'ours-is-newer' : 'accepted';
}
