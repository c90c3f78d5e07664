import type { AppDetail, LeftRow, ListedRow } from '@eureka-nest/protocol';

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

/** Ages that differ by less tell nothing: an answer takes its time. Then the greater of two texts wins, on both sides alike. */
const TELLS_NOTHING_MS = 500;

/** A peer lists this instance. */
export function repairOfListed(theirs: ListedRow, { listed, left }: Known): Repair {
  if (!listed) return left && isOver(left, theirs) ? 'none' : 'take';
  if (theirs.lastDirtyTimestamp !== listed.lastDirtyTimestamp) {
    return theirs.lastDirtyTimestamp > listed.lastDirtyTimestamp ? 'take' : 'none';
  }
  if (theirs.fingerprint !== listed.fingerprint) {
    const wins =
      isYounger(theirs.contentAgeMs, listed.contentAgeMs) ?? theirs.fingerprint > listed.fingerprint;
    return wins ? 'take' : 'none';
  }
  return standingOf(theirs) !== standingOf(listed) && theirStandingWins(theirs, listed)
    ? 'take-status'
    : 'none';
}

/** At a peer this instance cancelled. A sign of life since then says that the cancel was not its last word. */
export function repairOfLeft(theirs: LeftRow, { listed }: Known): Repair {
  return listed && isOver(theirs, listed) ? 'let-go' : 'none';
}

/**
 * Whether it left for good, so that who lists it merely missed that.
 *
 * @param tellsNothingMs ages that differ by less are taken for a leaving
 */
export function isOver(
  left: Pick<LeftRow, 'lastDirtyTimestamp' | 'ageMs'>,
  listed: Pick<ListedRow, 'lastDirtyTimestamp' | 'aliveAgeMs'>,
  tellsNothingMs = TELLS_NOTHING_MS,
): boolean {
  if (listed.lastDirtyTimestamp > left.lastDirtyTimestamp) return false;
  return left.ageMs < listed.aliveAgeMs + tellsNothingMs;
}

/** What an operator said last holds; where no operator did, what was decided last. */
function theirStandingWins(theirs: ListedRow, ours: ListedRow): boolean {
  const byOperator = isYounger(theirs.overrideAgeMs ?? Infinity, ours.overrideAgeMs ?? Infinity);
  return (
    byOperator ?? isYounger(theirs.statusAgeMs, ours.statusAgeMs) ?? standingOf(theirs) > standingOf(ours)
  );
}

const standingOf = ({ status, overriddenStatus }: ListedRow) => `${overriddenStatus} ${status}`;

/** Undefined where that cannot be told. */
function isYounger(theirAgeMs: number, ourAgeMs: number): boolean | undefined {
  if (theirAgeMs === ourAgeMs || Math.abs(theirAgeMs - ourAgeMs) < TELLS_NOTHING_MS) return undefined;
  return theirAgeMs < ourAgeMs;
}
