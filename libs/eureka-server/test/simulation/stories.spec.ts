import { oldBugs } from './mutants.js';
import type { Parts } from '../../src/simulation/server-process.js';
import { stories } from './stories.js';
import { World } from './world.js';

const failing = (parts: Parts) =>
  stories.filter(({ schedule }) => new World(schedule, parts).run().violations.length > 0);

describe('stories that once failed:', () => {
  it.each(stories)('$name', ({ schedule }) => {
    expect(new World(schedule).run().violations).toEqual([]);
  });

  it.each(oldBugs)('one of them finds a server that $name', ({ parts }) => {
    expect(failing(parts)).not.toEqual([]);
  });
});
