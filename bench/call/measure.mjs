/**
 * Makes the same calls direct and balanced in alternating batches, so that other activity on the
 * machine affects both alike.
 *
 * @param {object} wish
 * @param {string} wish.name
 * @param {number} wish.calls calls of a batch
 * @param {number} wish.pairs
 * @param {() => Promise<unknown> | unknown} wish.direct
 * @param {() => Promise<unknown> | unknown} wish.balanced
 * @param {number} [wish.atOnce] calls in parallel
 */
export async function measure({ name, calls, pairs, direct, balanced, atOnce = 1 }) {
  // The first batches let V8 compile both.
  for (let warm = 0; warm < 40; warm++) {
    await batch(direct, calls, atOnce);
    await batch(balanced, calls, atOnce);
  }
  const found = [];
  for (let pair = 0; pair < pairs; pair++) {
    // The order alternates, since the second batch inherits the heap of the first one.
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

/** @returns µs of CPU per call, of the whole process, garbage collector and compiler included */
async function batch(call, calls, atOnce) {
  const before = process.cpuUsage();
  for (let done = 0; done < calls; done += atOnce) {
    const result = atOnce === 1 ? call() : Promise.all(Array.from({ length: atOnce }, call));
    // A pick is not a promise, and awaiting it would be most of the measured time.
    if (result instanceof Promise) await result;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

/**
 * Mean and range of the middle half. A median would jump if every second batch had a collection.
 */
function middleHalf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.floor(sorted.length / 4), Math.ceil((sorted.length * 3) / 4));
  return {
    least: middle[0],
    mean: middle.reduce((sum, each) => sum + each, 0) / middle.length,
    most: middle.at(-1),
  };
}
