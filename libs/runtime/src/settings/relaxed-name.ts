/**
 * True if two names mean the same setting, by Spring's relaxed rule: `enable-self-preservation`,
 * `enableSelfPreservation` and `enable_self_preservation` are one. A part that is declared with a
 * capital is the key of a map, such as `defaultZone`, and has to match exactly.
 */
export function isSameSetting(declared: string, written: string): boolean {
  const wanted = declared.split('.');
  const given = written.split('.');
  return (
    wanted.length === given.length && wanted.every((part, index) => isSamePart(part, given[index] ?? ''))
  );
}

const isSamePart = (declared: string, written: string) =>
  /[A-Z]/.test(declared) ? declared === written : normalized(declared) === normalized(written);

const normalized = (part: string) => part.replace(/[-_]/g, '').toLowerCase();

/**
 * The name that was probably meant; undefined if none is similar.
 *
 * @param share part of the characters that may differ, if that is more than two characters
 */
export function didYouMean(written: string, names: readonly string[], share = 1 / 8): string | undefined {
  const plain = (name: string) => name.replace(/[-_.]/g, '').toLowerCase();
  const distances = names.map((name) => ({ name, distance: editDistance(plain(name), plain(written)) }));
  const [nearest] = distances.sort((one, other) => one.distance - other.distance);
  return nearest && nearest.distance <= Math.max(Math.min(2, written.length / 2), written.length * share)
    ? nearest.name
    : undefined;
}

/** Levenshtein distance: number of characters to insert, delete or replace. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, a] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, b] of [...other].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (a === b ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
