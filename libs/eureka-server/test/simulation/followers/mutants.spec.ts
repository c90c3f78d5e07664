import { mutants, SkipsOwnPosition } from './mutants.js';
import { Story } from './story.js';

const ENOUGH = 300;
const FOUR_MINUTES = 240_000;

describe('the stories of followers find a client that', () => {
  it.each(mutants)(
    '$name',
    async ({ Cache }) => {
      let seed = 1;
      while (seed <= ENOUGH && (await new Story(seed, Cache).run()).violations.length === 0) seed += 1;
      expect(seed).toBeLessThanOrEqual(ENOUGH);
    },
    FOUR_MINUTES,
  );

  it(
    'has a fault, not one that merely skips what it has',
    async () => {
      for (let seed = 1; seed <= 20; seed++)
        expect((await new Story(seed, SkipsOwnPosition).run()).violations).toEqual([]);
    },
    FOUR_MINUTES,
  );
});
