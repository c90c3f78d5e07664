import type { InstanceStatus } from '@eureka-nest/protocol';
import { AGE_TIE_MS, hasLeft, isNewer, isSameVersion } from '../registry/precedence.js';

/** What one registry lists of an instance, for another to compare: all times as ages, since no two clocks agree. */
export interface ListedRow {
  readonly id: string;
  /** See `contentMark`. */
  readonly mark: string;
  readonly lastDirtyTimestamp: number;
  readonly status: InstanceStatus;
  readonly overriddenStatus: InstanceStatus;
  /** How long ago its owner said what is listed. */
  readonly contentAgeMs: number;
  /** How long ago its status was decided. */
  readonly statusAgeMs: number;
  /** How long ago a sign of life came. */
  readonly aliveAgeMs: number;
  /** How long ago an operator forced its status or let it go; undefined where none ever did. */
  readonly overrideAgeMs?: number;
}

export interface LeftRow {
  readonly id: string;
  readonly lastDirtyTimestamp: number;
  readonly ageMs: number;
}

/** One application, as one registry knows it. */
export interface AppDetail {
  readonly listed: readonly ListedRow[];
  /** Those who cancelled of late. */
  readonly left: readonly LeftRow[];
}

/** As it is a while later. */
export const rowOlder = (row: ListedRow, byMs: number): ListedRow => ({
  ...row,
  contentAgeMs: row.contentAgeMs + byMs,
  statusAgeMs: row.statusAgeMs + byMs,
  aliveAgeMs: row.aliveAgeMs + byMs,
  ...(row.overrideAgeMs !== undefined && { overrideAgeMs: row.overrideAgeMs + byMs }),
});

export const detailOlder = ({ listed, left }: AppDetail, byMs: number): AppDetail => ({
  listed: listed.map((row) => rowOlder(row, byMs)),
  left: left.map((row) => ({ ...row, ageMs: row.ageMs + byMs })),
});

/** What this registry knows of an instance that a peer tells of. */
export interface Known {
  readonly listed?: ListedRow;
  readonly left?: LeftRow & { readonly how: 'cancelled' | 'evicted' };
}

/**
 * What to do about an instance that a peer knows otherwise. `take`: fetch theirs and list it. `take-status`: list it with their
 * status and override. `let-go`: it cancelled there. Each registry repairs itself alone: the other will do the same.
 */
export type Repair = 'none' | 'take' | 'take-status' | 'let-go';

/** The repair of an instance that a peer lists. */
export function repairOfListed(theirs: ListedRow, { listed, left }: Known): Repair {
  if (!listed) return left && hasLeft(left, theirs) ? 'none' : 'take';
  if (!isSameVersion(theirs, listed)) return isNewer(theirs, listed) ? 'take' : 'none';
  if (theirs.mark !== listed.mark) {
    const wins = isYounger(theirs.contentAgeMs, listed.contentAgeMs) ?? theirs.mark > listed.mark;
    return wins ? 'take' : 'none';
  }
  return statusTextOf(theirs) !== statusTextOf(listed) && theirStatusWins(theirs, listed)
    ? 'take-status'
    : 'none';
}

/** The repair of an instance that cancelled at a peer. */
export function repairOfLeft(theirs: LeftRow, { listed }: Known): Repair {
  return listed && hasLeft(theirs, listed) ? 'let-go' : 'none';
}

/** The later word of an operator wins; without one the later decision about the status. */
function theirStatusWins(theirs: ListedRow, ours: ListedRow): boolean {
  return (
    isYounger(theirs.overrideAgeMs ?? Infinity, ours.overrideAgeMs ?? Infinity) ??
    isYounger(theirs.statusAgeMs, ours.statusAgeMs) ??
    statusTextOf(theirs) > statusTextOf(ours)
  );
}

const statusTextOf = ({ status, overriddenStatus }: ListedRow) => `${overriddenStatus} ${status}`;

/**
 * Undefined for a tie. Ties are broken by comparing texts, so both sides decide alike.
 */
function isYounger(theirAgeMs: number, ourAgeMs: number): boolean | undefined {
  if (theirAgeMs === ourAgeMs || Math.abs(theirAgeMs - ourAgeMs) < AGE_TIE_MS) return undefined;
  return theirAgeMs < ourAgeMs;
}
