import { Story } from './story.js';

const numberIn = (variable: string, otherwise: number) => Number(process.env[variable] ?? otherwise);

/** Number of stories and first seed; a soak test sets both. */
const count = numberIn('FOLLOWER_STORIES', 250);
const first = numberIn('SIMULATION_FIRST_SEED', 1);
/** Generous time limit: a slow machine must not fail the test. */
const limitMs = Math.max(240_000, count * 1_000);

describe('clients that follow registries which restart empty, err and change their environment', () => {
  it(
    'have the copy of their registry after some quiet, and for good',
    async () => {
      let compared = 0;
      for (let seed = first; seed < first + count; seed++) {
        const story = await new Story(seed).run();
        compared += story.compared;
        if (story.violations.length > 0) throw new Error(`seed ${seed}: ${story.violations.join('; ')}`);
      }
      expect(compared).toBeGreaterThan(count * 20);
    },
    limitMs,
  );
});
