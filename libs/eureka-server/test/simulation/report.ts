import type { Parts } from '../../src/simulation/server-process.js';
import { type Schedule, stepText } from './step.js';
import { shrink } from './shrink.js';
import { World } from './world.js';

/** Shrunk failing story as text: its steps, the trace, the violations, and JSON to run it again. */
export function failureReport(schedule: Schedule, parts?: Parts): string {
  const shortest = shrink(schedule, (each) => new World(each, parts).run().violations.length > 0);
  const lines: string[] = [];
  const { violations } = new World(shortest, parts, (line) => lines.push(line)).run();
  const { seed, nodes, clients, clockErrorMs, capacity, selfPreservation, asJava, steps } = shortest;
  const errors = Object.entries(clockErrorMs).flatMap(([name, ms]) =>
    ms === 0 ? [] : [`${name} by ${ms} ms`],
  );
  return [
    `seed ${seed}, shrunk: registries ${nodes.join(', ')}; instances ${clients.join(', ')}`,
    ...(errors.length > 0 ? [`clocks are wrong: ${errors.join(', ')}`] : []),
    ...(capacity < 1_000 ? [`a queue holds ${capacity} changes`] : []),
    ...(asJava ? ['the registries treat each other as Java servers'] : []),
    ...(selfPreservation ? ['self-preservation is on'] : []),
    '',
    ...steps.map((step) => `${(step.at / 1_000).toFixed(3).padStart(8)}  ${stepText(step)}`),
    '',
    'trace:',
    ...lines,
    '',
    ...violations.map((what) => `WRONG: ${what}`),
    '',
    `to run it again: ${JSON.stringify(shortest)}`,
  ].join('\n');
}
