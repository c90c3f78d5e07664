import { itIsAStrategy } from './strategy.contract.js';
import { random, roundRobin } from './strategy.js';

/** A generator with a known sequence (Park and Miller), so that a run repeats. */
const seeded =
  (state = 42) =>
  () =>
    (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;

itIsAStrategy('round robin', () => roundRobin());
itIsAStrategy('round robin from elsewhere', () => roundRobin(997));
itIsAStrategy('random', () => random(seeded()));

describe('round robin', () => {
  const ports = [8001, 8002, 8003];

  it('gives six calls to three, each twice and in order', () => {
    const pick = roundRobin();
    expect(Array.from({ length: 6 }, () => pick(ports))).toEqual([8001, 8002, 8003, 8001, 8002, 8003]);
  });

  it('starts where it is told', () => {
    const pick = roundRobin(2);
    expect([pick(ports), pick(ports)]).toEqual([8003, 8001]);
  });
});

describe('random', () => {
  it.each([
    [0, 'a'],
    [0.5, 'b'],
    [0.999_999, 'c'],
  ])('turns chance %d into %s', (chance, picked) => {
    expect(random(() => chance)(['a', 'b', 'c'])).toBe(picked);
  });
});
