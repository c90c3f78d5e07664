import type { AppDetail, LeftRow, ListedRow } from '@eureka-nest/protocol';
import { AGE_TIE_MS, hasLeft, isNewer, isSameVersion } from '../registry/precedence.js';

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
  if (theirs.fingerprint !== listed.fingerprint) {
    const wins =
      isYounger(theirs.contentAgeMs, listed.contentAgeMs) ?? theirs.fingerprint > listed.fingerprint;
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
