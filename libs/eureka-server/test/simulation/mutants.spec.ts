import { mutants } from './mutants.js';
import { scheduleOf } from './schedule.js';
import type { Parts } from '../../src/simulation/server-process.js';
import { World } from './world.js';

const ENOUGH = 200;
const TWO_MINUTES = 120_000;

/** The first story in which it shows. */
function seedThatFinds(parts: Parts): number | undefined {
  for (let seed = 1; seed <= ENOUGH; seed++) {
    if (new World(scheduleOf(seed), parts).run().violations.length > 0) return seed;
  }
  return undefined;
}

describe('the simulation finds a server that', () => {
  it.each(mutants)(
    '$name',
    ({ parts }) => {
      expect(seedThatFinds(parts)).toBeLessThanOrEqual(ENOUGH);
    },
    TWO_MINUTES,
  );
});
