import { mutants } from './mutants.js';
import { failureReport } from './report.js';
import { scheduleOf } from './schedule.js';
import { shrink } from './shrink.js';
import type { Schedule } from './step.js';
import { World } from './world.js';

const run = (schedule: Schedule) => {
  const lines: string[] = [];
  const outcome = new World(schedule, undefined, (line) => lines.push(line)).run();
  return { lines, outcome };
};

describe('a simulated story', () => {
  it('is the same in each run', () => {
    const [once, again] = [run(scheduleOf(42)), run(scheduleOf(42))];
    expect(again).toEqual(once);
    expect(once.lines.length).toBeGreaterThan(10);
    expect(run(scheduleOf(43)).lines).not.toEqual(once.lines);
  });

  it('has each kind of fault for some seed', () => {
    const schedules = Array.from({ length: 300 }, (_, seed) => scheduleOf(seed));
    const kinds = schedules.flatMap(({ steps }) =>
      steps.map((step) => (step.kind === 'mishap' ? step.what : step.kind)),
    );
    const words = 'joins moves says edits leaves dies force unforce tag crash stall cut clock';
    expect(new Set(kinds)).toEqual(
      new Set([
        ...words.split(' '),
        'lost',
        'answer lost',
        'late',
        'answer late',
        'twice',
        'refused',
        'broken',
      ]),
    );
    for (const property of ['asJava', 'selfPreservation'] as const) {
      expect(new Set(schedules.map((schedule) => schedule[property]))).toEqual(new Set([true, false]));
    }
  });

  it('is shrunk to the steps that it needs to fail', () => {
    const schedule = scheduleOf(5);
    const [one, , other] = schedule.steps;
    const fails = ({ steps }: Schedule) =>
      [one, other].every((needed) => steps.some(({ kind }) => kind === needed?.kind));
    const { steps, nodes } = shrink(schedule, fails);
    expect(steps).toHaveLength(one?.kind === other?.kind ? 1 : 2);
    expect(nodes.length).toBeLessThanOrEqual(schedule.nodes.length);
  });

  it('that fails is reported in a few lines, with the JSON to run it again', () => {
    const forgetful = mutants.find(({ name }) => name === 'forgets tombstones');
    let seed = 1;
    while (new World(scheduleOf(seed), forgetful?.parts).run().violations.length === 0) seed += 1;
    const report = failureReport(scheduleOf(seed), forgetful?.parts);
    const steps = report.slice(0, report.indexOf('trace:')).trim().split('\n').slice(2);
    expect(report).toContain(`seed ${seed}, shrunk: registries `);
    expect(steps.length).toBeLessThan(scheduleOf(seed).steps.length);
    expect(report).toMatch(/ leaves in order\n/);
    expect(report).toMatch(/\nWRONG: p\d is left, and listed at /);
    const again = JSON.parse(report.slice(report.lastIndexOf('again: ') + 7)) as Schedule;
    expect(new World(again, forgetful?.parts).run().violations).not.toEqual([]);
    expect(new World(again).run().violations).toEqual([]);
  }, 60_000);
});
