import { reportOf } from './report.js';
import { scheduleOf } from './schedule.js';
import { World } from './world.js';

/** Of how many files that share the seeds: jest runs them beside each other. */
const FILES = 4;

const numberIn = (variable: string, otherwise: number) => Number(process.env[variable] ?? otherwise);

/** How many stories are told; a soak asks for more, and begins elsewhere. */
const count = numberIn('SIMULATION_STORIES', 10_000);
const first = numberIn('SIMULATION_FIRST_SEED', 1);

const TWO_MINUTES = 120_000;
/** A slow machine is no fault of a registry. */
const limitMs = Math.max(TWO_MINUTES, count * 50);

/** The part of all stories that one spec file tells, in a jest test each thousand. */
export function itHoldsInAllStories(file: number): void {
  const [start, end] = [file, file + 1].map((each) => first + Math.ceil((count * each) / FILES));
  for (let from = start ?? first; from < (end ?? first); from += 1_000) {
    const to = Math.min(from + 1_000, end ?? first);
    it(`with the seeds from ${from} to ${to - 1}`, () => tellStories(from, to), limitMs);
  }
}

function tellStories(from: number, to: number): void {
  for (let seed = from; seed < to; seed++) {
    const schedule = scheduleOf(seed);
    if (new World(schedule).run().wrong.length > 0) throw new Error(reportOf(schedule));
  }
}
