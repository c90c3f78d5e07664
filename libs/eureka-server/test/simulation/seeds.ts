import { failureReport } from './report.js';
import { scheduleOf } from './schedule.js';
import { World } from './world.js';

/** Number of spec files that share the seeds: jest runs them in parallel. */
const FILES = 4;

const numberIn = (variable: string, otherwise: number) => Number(process.env[variable] ?? otherwise);

/** Number of stories and first seed; a soak test sets both. */
const count = numberIn('SIMULATION_STORIES', 10_000);
const first = numberIn('SIMULATION_FIRST_SEED', 1);

const TWO_MINUTES = 120_000;
/** Generous time limit: a slow machine must not fail the test. */
const limitMs = Math.max(TWO_MINUTES, count * 50);

/** Runs one spec file's share of the stories, a thousand in each jest test. */
export function itHoldsInAllStories(file: number): void {
  const [start, end] = [file, file + 1].map((each) => first + Math.ceil((count * each) / FILES));
  for (let from = start ?? first; from < (end ?? first); from += 1_000) {
    const to = Math.min(from + 1_000, end ?? first);
    it(`with the seeds from ${from} to ${to - 1}`, () => runStories(from, to), limitMs);
  }
}

function runStories(from: number, to: number): void {
  for (let seed = from; seed < to; seed++) {
    const schedule = scheduleOf(seed);
    if (new World(schedule).run().violations.length > 0) throw new Error(failureReport(schedule));
  }
}
