import { spread } from '../registry/statistics.mjs';

/**
 * Makes the same calls directly and balanced, batch by batch in turn, so that what else the machine does meets both alike.
 *
 * @param {{ name: string, calls: number, rounds: number, direct: () => Promise<unknown> | unknown, balanced: () => Promise<unknown> | unknown }} wish
 * `calls` is how many make a batch
 */
export async function measure({ name, calls, rounds, direct, balanced }) {
  // Until both are compiled.
  for (let warm = 0; warm < 5; warm++) {
    await batch(direct, calls);
    await batch(balanced, calls);
  }
  const pairs = [];
  for (let round = 0; round < rounds; round++) {
    // Whoever is second finds the heap as the first left it: they swap.
    const first = round % 2 === 0;
    const one = await batch(first ? direct : balanced, calls);
    const other = await batch(first ? balanced : direct, calls);
    pairs.push(first ? [one, other] : [other, one]);
  }
  return {
    name,
    direct: spread(pairs.map(([each]) => each)),
    balanced: spread(pairs.map(([, each]) => each)),
    difference: spread(pairs.map(([without, with_]) => with_ - without)),
  };
}

/** @returns µs of CPU for one call: of the whole process, collectors and compilers too */
async function batch(call, calls) {
  const before = process.cpuUsage();
  for (let done = 0; done < calls; done++) {
    const answer = call();
    // A pick is no promise, and waiting for it would be most of what is measured.
    if (answer instanceof Promise) await answer;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}
