import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import type { ListedInstance } from '../listed-instance.js';

/**
 * Sender of a request: the instance itself (or an operator), or another registry that replicates
 * it.
 */
export type Origin = 'client' | 'peer';

export interface Heartbeat {
  readonly from: Origin;
  readonly lastDirtyTimestamp?: number;
  /** Override known to the peer that sends the heartbeat. */
  readonly overriddenStatus?: InstanceStatus;
  /** Time when the peer received the heartbeat; Eureka Nest peers alone report it. */
  readonly at?: number;
}

/**
 * Result of a heartbeat: `Registry.heartbeat` applies it, `judgeHeartbeat` (precedence.ts) compares
 * the versions, and `http/instance.resources.ts` makes it a status.
 *
 * - `register-again`: the sender has a newer version, or the instance is unknown here, or its
 *   override was removed and only the instance knows its own status.
 * - `ours-is-newer`: the peer has an older version and should take over ours.
 */
export type HeartbeatVerdict = 'accepted' | 'register-again' | 'ours-is-newer';

/** The lease is renewed before versions are compared, so any verdict may come with a renewal. */
export interface HeartbeatResult {
  readonly verdict: HeartbeatVerdict;
  readonly renewed: boolean;
  /** The instance whose lease was renewed. */
  readonly listed?: ListedInstance;
  /** The version that the peer should take over; only for `ours-is-newer`. */
  readonly instance?: InstanceInfo;
}
