/** Change of a median below which it is noise in any case. */
const leastChange = 0.1;
/** Assumed distance of the ends of a range from the figure of a single round. */
const singleRange = 0.2;

/** The rule in one line, for the report and the page. */
export const rule =
  'A figure has moved if its median changed by more than 10 % and the ranges of both runs do not overlap ' +
  '(one round counts as ± 20 %); if the bare server moved alike in the same row, the machine has.';

/** More is better for rates; for shares and plain numbers there is no better. */
const directionOf = (unit) => (unit === '1/s' ? 1 : ['', '%'].includes(unit) ? 0 : -1);

/**
 * Compares a row with the same row of another run.
 *
 * @returns {{ verdict: 'same' | 'better' | 'worse' | 'moved' | 'machine', change?: number } |
 *   undefined} undefined if the other run has no such row; `change` is relative, unset from zero
 */
export function comparison(now, before) {
  if (!before || !Number.isFinite(now.ours) || !Number.isFinite(before.ours)) return undefined;
  // Nothing is so many percent more than zero: there the target decides.
  if (before.ours === 0) return { verdict: before.isMet && now.isMet === false ? 'worse' : 'same' };
  const change = (now.ours - before.ours) / Math.abs(before.ours);
  const [range, rangeBefore] = [rangeOf(now), rangeOf(before)];
  const doOverlap = range[0] <= rangeBefore[1] && rangeBefore[0] <= range[1];
  if (doOverlap || Math.abs(change) <= leastChange) return { verdict: 'same', change };
  if (isOfMachine(now, before, change)) return { verdict: 'machine', change };
  const direction = directionOf(now.unit);
  if (direction === 0) return { verdict: 'moved', change };
  return { verdict: change * direction > 0 ? 'better' : 'worse', change };
}

const rangeOf = ({ spread: [least, most] }) =>
  least === most ? [least * (1 - singleRange), most * (1 + singleRange)] : [least, most];

/** True if a server that never changes moved in the same direction, at least half as much. */
function isOfMachine(now, before, change) {
  const [bare, bareBefore] = [now.peers?.bare, before.peers?.bare];
  return bare > 0 && bareBefore > 0 && (bare - bareBefore) / bareBefore / change >= 0.5;
}

/** @param benches @param before benches of the other run, compared by name and row */
export function compared(benches, before) {
  const known = new Map(before.flatMap(({ name, rows }) => rows.map((row) => [`${name}: ${row.what}`, row])));
  return benches.map(({ rows, ...bench }) => ({
    ...bench,
    rows: rows.map((row) => {
      const found = comparison(row, known.get(`${bench.name}: ${row.what}`));
      return found ? { ...row, before: known.get(`${bench.name}: ${row.what}`).ours, ...found } : row;
    }),
  }));
}
