/**
 * Measures the same calls direct and balanced, in alternating batches, so that other work on the
 * machine affects both alike.
 *
 * @typedef {() => Promise<unknown> | unknown} MakeCall
 * @param {{ name: string, calls: number, pairs: number, direct: MakeCall, balanced: MakeCall,
 *   parallel?: number }} options `calls` is the size of a batch, `parallel` how many are in flight
 */
export async function measure({ name, calls, pairs, direct, balanced, parallel = 1 }) {
  // Warm-up, until both are compiled.
  for (let warm = 0; warm < 40; warm++) {
    await batch(direct, calls, parallel);
    await batch(balanced, calls, parallel);
  }
  const measured = [];
  for (let pair = 0; pair < pairs; pair++) {
    // The order alternates, since the second batch inherits the heap of the first.
    const first = pair % 2 === 0;
    const one = await batch(first ? direct : balanced, calls, parallel);
    const other = await batch(first ? balanced : direct, calls, parallel);
    measured.push(first ? [one, other] : [other, one]);
  }
  return {
    name,
    pairs,
    calls,
    direct: middleHalf(measured.map(([each]) => each)),
    balanced: middleHalf(measured.map(([, each]) => each)),
    difference: middleHalf(measured.map(([without, with_]) => with_ - without)),
  };
}

/** @returns µs of CPU per call, of the whole process with garbage collector and compiler */
async function batch(call, calls, parallel) {
  const before = process.cpuUsage();
  for (let done = 0; done < calls; done += parallel) {
    const result = parallel === 1 ? call() : Promise.all(Array.from({ length: parallel }, call));
    // A pick is not a promise; awaiting it would cost more than the pick.
    if (result instanceof Promise) await result;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

/** Mean and range of the middle half. A median jumps if every second batch is garbage collected. */
function middleHalf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.floor(sorted.length / 4), Math.ceil((sorted.length * 3) / 4));
  return {
    least: middle[0],
    mean: middle.reduce((sum, each) => sum + each, 0) / middle.length,
    most: middle.at(-1),
  };
}
