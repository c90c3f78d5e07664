import { chaosSettings } from './harness/settings.js';
import { Story } from './harness/story.js';

const { seconds, seed } = chaosSettings();

describe.each([
  ['the six processes', { seconds, seed, withJava: false }],
  ['with a Java registry as third peer', { seconds: Math.ceil(seconds / 3), seed, withJava: true }],
])('chaos: %s', (_name, options) => {
  let story: Story;

  beforeAll(
    async () => {
      story = await Story.play(options);
      process.stderr.write(`\n${story.report()}\n`);
    },
    options.seconds * 1000 + 300_000,
  );
  afterAll(() => story?.close());

  it('violates no invariant', () => {
    const { violations, lines } = story.world.chronicle;
    if (violations.length > 0) process.stderr.write(`${lines.join('\n')}\n`);
    expect(violations).toEqual([]);
  });

  it('has every acknowledged create stored exactly once, and no failed one twice', () => {
    expect(story.wronglyStored()).toEqual([]);
  });

  it('had calamities, calls and polls', () => {
    expect(story.calamities).toBeGreaterThan(3 * story.rounds);
    expect(story.traffic.gets).toBeGreaterThan(options.seconds);
    expect(story.traffic.acknowledged.length).toBeGreaterThan(options.seconds / 2);
    expect(story.watch.polls).toBeGreaterThan(options.seconds);
  });
});
