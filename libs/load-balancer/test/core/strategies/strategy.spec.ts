import type { Candidate } from '../../../src/core/instance-source.js';
import { leastResponseTime, powerOfTwo } from '../../../src/core/strategies/least-loaded.js';
import { seeded } from './seeded-random.js';
import { sticky } from '../../../src/core/strategies/sticky.js';
import { atRest, candidates, itIsAStrategy } from './strategy.contract.js';
import { type About, anywhere, random, roundRobin } from '../../../src/core/strategies/strategy.js';
import { weighted } from '../../../src/core/strategies/weighted.js';
import { zoneFirst } from '../../../src/core/strategies/zone-first.js';

itIsAStrategy('round robin', () => roundRobin());
itIsAStrategy('round robin from elsewhere', () => roundRobin(997));
itIsAStrategy('random', () => random(seeded()));
itIsAStrategy('weighted', () => weighted());
itIsAStrategy('power of two', () => powerOfTwo(seeded()));
itIsAStrategy('least response time', () => leastResponseTime(seeded()));
itIsAStrategy('sticky, for calls without a key,', () => sticky(roundRobin()));
itIsAStrategy('zone first, without instances in the zone,', () =>
  zoneFirst({ zone: 'z1' }, () => roundRobin()),
);

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

  it.each([
    [0, 0],
    [0.4711, 471],
    [0.999_999, 999],
  ])('may start anywhere: chance %d is turn %d', (chance, turn) => {
    expect(anywhere(() => chance)).toBe(turn);
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

describe('weighted', () => {
  const weighing = (...weights: readonly (string | undefined)[]) =>
    candidates('a', 'b', 'c').map((each, at): Candidate => {
      const weight = weights[at];
      return weight === undefined ? each : { ...each, metadata: { weight } };
    });
  const picks = (list: readonly Candidate[], times: number) => {
    const pick = weighted();
    return Array.from({ length: times }, () => pick(list, atRest)?.instanceId).join('');
  };

  it('spreads the turns of the heavy one out', () => {
    expect(picks(weighing('5', '1', '1'), 7)).toBe('aabacaa');
  });

  it.each([
    ['nothing', undefined],
    ['no number', 'heavy'],
    ['zero', '0'],
    ['less than nothing', '-3'],
    ['half', '0.5'],
  ])('takes %s for one, as Spring does', (_, weight) => {
    expect(picks(weighing(weight, '1', '1'), 6)).toBe('abcabc');
  });

  it('goes on where it was when the list changes', () => {
    const pick = weighted();
    const list = candidates('a', 'b');
    expect(pick(list, atRest)?.instanceId).toBe('a');
    expect(pick([...list], atRest)?.instanceId).toBe('b');
  });
});

/** What is said about each candidate, by its id. */
const loads = (of: Readonly<Record<string, number>>): About => ({
  loadOf: ({ instanceId }) => ({ inFlight: of[instanceId] ?? 0, cost: () => of[instanceId] ?? 0 }),
});

describe.each([
  ['power of two', powerOfTwo],
  ['least response time', leastResponseTime],
])('%s', (_, make) => {
  it('picks the better of any two, so the worst of all never', () => {
    const pick = make(seeded());
    const list = candidates('a', 'b', 'c');
    const about = loads({ a: 3, b: 9, c: 5 });
    const picked = Array.from({ length: 1000 }, () => pick(list, about)?.instanceId);
    expect(new Set(picked)).toEqual(new Set(['a', 'c']));
  });

  it('never draws the same one twice', () => {
    const list = candidates('a', 'b');
    const about = loads({ a: 1, b: 0 });
    const pick = make(seeded());
    for (let call = 0; call < 100; call++) expect(pick(list, about)?.instanceId).toBe('b');
  });
});

describe('sticky', () => {
  it('sends the same key to the same instance, in whatever order they are listed', () => {
    const pick = sticky(roundRobin());
    const list = candidates('a', 'b', 'c', 'd');
    for (const key of ['1', '2', 'user-31', '尚硅谷', '']) {
      const first = pick(list, { ...atRest, key });
      expect(pick(list, { ...atRest, key })).toBe(first);
      expect(pick(list.toReversed(), { ...atRest, key })).toBe(first);
    }
  });

  it('keeps the keys of an instance that comes back at another address', () => {
    const pick = sticky(roundRobin());
    const list = candidates('a', 'b', 'c');
    const moved = list.map((each) => ({ ...each, port: each.port + 1000 }));
    for (let key = 0; key < 100; key++) {
      const about = { ...atRest, key: `user-${key}` };
      expect(pick(moved, about)?.instanceId).toBe(pick(list, about)?.instanceId);
    }
  });
});

describe('zone first', () => {
  const list = candidates('near', 'far').map((each) => ({
    ...each,
    metadata: { zone: each.instanceId === 'near' ? 'Z1' : 'z2' },
  }));
  const picked = (about: About, zone = 'z1') => {
    const pick = zoneFirst({ zone, overflowAt: 10 }, () => roundRobin());
    return new Set(Array.from({ length: 10 }, () => pick(list, about)?.instanceId));
  };

  it('stays in its zone, however that is spelt', () => {
    expect(picked(atRest)).toEqual(new Set(['near']));
  });

  it('overflows when the zone has as many calls under way as it may', () => {
    expect(picked(loads({ near: 9 }))).toEqual(new Set(['near']));
    expect(picked(loads({ near: 10 }))).toEqual(new Set(['near', 'far']));
  });

  it('takes everybody where nobody is in the zone', () => {
    expect(picked(atRest, 'z3')).toEqual(new Set(['near', 'far']));
  });
});
