/**
 * Makes the same calls directly and balanced, batch by batch in turn, so that what else the machine does meets both alike.
 *
 * @param {{ name: string, calls: number, pairs: number, direct: () => Promise<unknown> | unknown, balanced: () => Promise<unknown> | unknown, atOnce?: number }} wish
 * `calls` is how many make a batch, of which `atOnce` are under way together
 */
export async function measure({ name, calls, pairs, direct, balanced, atOnce = 1 }) {
  // Until both are compiled.
  for (let warm = 0; warm < 40; warm++) {
    await batch(direct, calls, atOnce);
    await batch(balanced, calls, atOnce);
  }
  const found = [];
  for (let pair = 0; pair < pairs; pair++) {
    // Whoever is second finds the heap as the first left it: they swap.
    const first = pair % 2 === 0;
    const one = await batch(first ? direct : balanced, calls, atOnce);
    const other = await batch(first ? balanced : direct, calls, atOnce);
    found.push(first ? [one, other] : [other, one]);
  }
  return {
    name,
    pairs,
    calls,
    direct: middleHalf(found.map(([each]) => each)),
    balanced: middleHalf(found.map(([, each]) => each)),
    difference: middleHalf(found.map(([without, with_]) => with_ - without)),
  };
}

/** @returns µs of CPU for one call: of the whole process, collectors and compilers too */
async function batch(call, calls, atOnce) {
  const before = process.cpuUsage();
  for (let done = 0; done < calls; done += atOnce) {
    const answer = atOnce === 1 ? call() : Promise.all(Array.from({ length: atOnce }, call));
    // A pick is no promise, and waiting for it would be most of what is measured.
    if (answer instanceof Promise) await answer;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

/** The mean of the middle half, and between what that lies. (A median jumps where every second batch meets the collector.) */
function middleHalf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.floor(sorted.length / 4), Math.ceil((sorted.length * 3) / 4));
  return {
    least: middle[0],
    mean: middle.reduce((sum, each) => sum + each, 0) / middle.length,
    most: middle.at(-1),
  };
}
