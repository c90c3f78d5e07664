import type { AppDetail, LeftRow, ListedRow } from '@eureka-nest/protocol';
import { AGE_TIE_MS, hasLeft, isNewer, isSameVersion } from '../registry/precedence.js';

/** The row after a response took `byMs` to arrive. */
export const agedRow = (row: ListedRow, byMs: number): ListedRow => ({
  ...row,
  contentAgeMs: row.contentAgeMs + byMs,
  statusAgeMs: row.statusAgeMs + byMs,
  aliveAgeMs: row.aliveAgeMs + byMs,
  ...(row.overrideAgeMs !== undefined && { overrideAgeMs: row.overrideAgeMs + byMs }),
});

export const agedDetail = ({ listed, left }: AppDetail, byMs: number): AppDetail => ({
  listed: listed.map((row) => agedRow(row, byMs)),
  left: left.map((row) => ({ ...row, ageMs: row.ageMs + byMs })),
});

/** Our record of an instance that a peer reports. */
export interface OwnRecord {
  readonly listed?: ListedRow;
  readonly left?: LeftRow & { readonly how: 'cancelled' | 'evicted' };
}

/**
 * The repair of a difference in one instance. `fetch`: fetch theirs and list it. `take-status`:
 * list ours with their status and override. `cancel`: it cancelled there. Each registry repairs
 * only itself; the peer compares too and decides by the same rules, so of two that differ exactly
 * one changes.
 */
export type Repair = 'none' | 'fetch' | 'take-status' | 'cancel';

/** The repair of an instance that a peer lists. */
export function repairOfListed(theirs: ListedRow, { listed, left }: OwnRecord): Repair {
  if (!listed) return left && hasLeft(left, theirs) ? 'none' : 'fetch';
  if (!isSameVersion(theirs, listed)) return isNewer(theirs, listed) ? 'fetch' : 'none';
  if (theirs.fingerprint !== listed.fingerprint) {
    const wins =
      isYounger(theirs.contentAgeMs, listed.contentAgeMs) ?? theirs.fingerprint > listed.fingerprint;
    return wins ? 'fetch' : 'none';
  }
  return statusTextOf(theirs) !== statusTextOf(listed) && theirStatusWins(theirs, listed)
    ? 'take-status'
    : 'none';
}

/** The repair of an instance that cancelled at a peer. */
export function repairOfLeft(theirs: LeftRow, { listed }: OwnRecord): Repair {
  return listed && hasLeft(theirs, listed) ? 'cancel' : 'none';
}

/** The later word of an operator wins; without one the later decision about the status. */
function theirStatusWins(theirs: ListedRow, ours: ListedRow): boolean {
  return (
    isYounger(theirs.overrideAgeMs ?? Infinity, ours.overrideAgeMs ?? Infinity) ??
    isYounger(theirs.statusAgeMs, ours.statusAgeMs) ??
    isFurther(theirs, ours) ??
    statusTextOf(theirs) > statusTextOf(ours)
  );
}

/**
 * True if both copies have one override and only theirs lists it as the status: a heartbeat made it
 * so, which leaves the time of the last change as it was. Undefined if neither is further.
 */
function isFurther(theirs: ListedRow, ours: ListedRow): boolean | undefined {
  const { overriddenStatus } = ours;
  if (theirs.overriddenStatus !== overriddenStatus || overriddenStatus === 'UNKNOWN') return undefined;
  const isTheirs = theirs.status === overriddenStatus;
  return isTheirs === (ours.status === overriddenStatus) ? undefined : isTheirs;
}

const statusTextOf = ({ status, overriddenStatus }: ListedRow) => `${overriddenStatus} ${status}`;

/** Undefined for a tie. Ties are broken by comparing texts, so both sides decide alike. */
function isYounger(theirAgeMs: number, ourAgeMs: number): boolean | undefined {
  if (theirAgeMs === ourAgeMs || Math.abs(theirAgeMs - ourAgeMs) < AGE_TIE_MS) return undefined;
  return theirAgeMs < ourAgeMs;
}
