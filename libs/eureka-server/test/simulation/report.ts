import type { Parts } from './server-process.js';
import { type Schedule, wordsOf } from './step.js';
import { shrunk } from './shrink.js';
import { World } from './world.js';

/** A story that goes wrong, as short as it gets: what is done, what comes of it, and what is wrong then. */
export function reportOf(schedule: Schedule, parts?: Parts): string {
  const shortest = shrunk(schedule, (each) => new World(each, parts).run().wrong.length > 0);
  const lines: string[] = [];
  const { wrong } = new World(shortest, parts, (line) => lines.push(line)).run();
  const { seed, nodes, clients, clockErrorMs, capacity, selfPreservation, asJava, steps } = shortest;
  const errors = Object.entries(clockErrorMs).flatMap(([name, ms]) =>
    ms === 0 ? [] : [`${name} by ${ms} ms`],
  );
  return [
    `seed ${seed}, shrunk: registries ${nodes.join(', ')}; instances ${clients.join(', ')}`,
    ...(errors.length > 0 ? [`clocks are wrong: ${errors.join(', ')}`] : []),
    ...(capacity < 1_000 ? [`a queue holds ${capacity} changes`] : []),
    ...(asJava ? ["the registries take each other for Java's"] : []),
    ...(selfPreservation ? ['self-preservation is on'] : []),
    '',
    ...steps.map((step) => `${(step.at / 1_000).toFixed(3).padStart(8)}  ${wordsOf(step)}`),
    '',
    'what came of it:',
    ...lines,
    '',
    ...wrong.map((what) => `WRONG: ${what}`),
    '',
    `to tell it again: ${JSON.stringify(shortest)}`,
  ].join('\n');
}
