import type { Candidate } from '../../../src/core/instance-source.js';
import { leastResponseTime, powerOfTwo } from '../../../src/core/strategies/least-loaded.js';
import { seeded } from './seeded-random.js';
import { sticky } from '../../../src/core/strategies/sticky.js';
import { idle, candidates, itIsAStrategy } from './strategy.contract.js';
import {
  type PickContext,
  randomStart,
  randomChoice,
  roundRobin,
} from '../../../src/core/strategies/strategy.js';
import { weighted } from '../../../src/core/strategies/weighted.js';
import { zoneFirst } from '../../../src/core/strategies/zone-first.js';

itIsAStrategy('round robin', () => roundRobin());
itIsAStrategy('round robin from elsewhere', () => roundRobin(997));
itIsAStrategy('random', () => randomChoice(seeded()));
itIsAStrategy('weighted', () => weighted());
itIsAStrategy('power of two', () => powerOfTwo(seeded()));
itIsAStrategy('least response time', () => leastResponseTime(seeded()));
itIsAStrategy('sticky, for calls without a key,', () => sticky(roundRobin()));
itIsAStrategy('zone first, without instances in the zone,', () =>
  zoneFirst({ zone: 'z1' }, () => roundRobin()),
);

describe('round robin', () => {
  const ports = [8001, 8002, 8003];

  it('gives six calls to three, two each, in order', () => {
    const pick = roundRobin();
    expect(Array.from({ length: 6 }, () => pick(ports))).toEqual([8001, 8002, 8003, 8001, 8002, 8003]);
  });

  it('starts at the given index', () => {
    const pick = roundRobin(2);
    expect([pick(ports), pick(ports)]).toEqual([8003, 8001]);
  });

  it.each([
    [0, 0],
    [0.4711, 471],
    [0.999_999, 999],
  ])('can start anywhere: random number %d is turn %d', (number, turn) => {
    expect(randomStart(() => number)).toBe(turn);
  });
});

describe('random', () => {
  it.each([
    [0, 'a'],
    [0.5, 'b'],
    [0.999_999, 'c'],
  ])('turns the random number %d into %s', (number, picked) => {
    expect(randomChoice(() => number)(['a', 'b', 'c'])).toBe(picked);
  });
});

describe('weighted', () => {
  const withWeights = (...weights: readonly (string | undefined)[]) =>
    candidates('a', 'b', 'c').map((each, at): Candidate => {
      const weight = weights[at];
      return weight === undefined ? each : { ...each, metadata: { weight } };
    });
  const picks = (list: readonly Candidate[], times: number) => {
    const pick = weighted();
    return Array.from({ length: times }, () => pick(list, idle)?.instanceId).join('');
  };

  it('interleaves the turns of the heaviest', () => {
    expect(picks(withWeights('5', '1', '1'), 7)).toBe('aabacaa');
  });

  it.each([
    ['nothing', undefined],
    ['no number', 'heavy'],
    ['blanks', ' '],
    ['no text', ''],
    ['less than nothing', '-3'],
    ['half', '0.5'],
  ])('treats a weight of %s as 1, as Spring does', (_, weight) => {
    expect(picks(withWeights(weight, '1', '1'), 6)).toBe('abcabc');
  });

  it.each([
    ['0', 'bcbc'],
    ['00', 'bcbc'],
  ])('never picks one of weight %s', (weight, expected) => {
    expect(picks(withWeights(weight, '1', '1'), 4)).toBe(expected);
    expect(picks(withWeights(weight, weight, '1'), 3)).toBe('ccc');
    expect(picks(withWeights(weight, weight, weight), 2)).toBe('');
  });

  it('never picks one whose weight became 0, whatever credit it has', () => {
    const pick = weighted();
    pick(withWeights('1', '9', '5'), idle);
    const list = withWeights('1', '9', '0');
    expect(Array.from({ length: 20 }, () => pick(list, idle)?.instanceId)).not.toContain('c');
  });

  it.each([NaN, -1, Infinity])('takes %s of a function for 1', (weight) => {
    const pick = weighted(({ instanceId }) => (instanceId === 'a' ? weight : 1));
    const list = candidates('a', 'b');
    expect([1, 2, 3, 4].map(() => pick(list, idle)?.instanceId).join('')).toBe('abab');
  });

  it('goes to other zones if the own one has weight 0 alone', () => {
    const pick = zoneFirst({ zone: 'z1' }, () => weighted());
    const list = candidates('a', 'b').map((each, at) => ({
      ...each,
      metadata: { zone: `z${at + 1}`, weight: String(at) },
    }));
    expect(pick(list, idle)?.instanceId).toBe('b');
  });

  it('gives turns to all, however large a weight is', () => {
    const huge = '1' + '0'.repeat(308);
    expect(new Set(picks(withWeights(huge, huge, '1'), 10))).toEqual(new Set('ab'));
    expect(picks(withWeights(huge, huge, '0'), 6)).toBe('ababab');
  });

  it('keeps its turns when the list changes', () => {
    const pick = weighted();
    const list = candidates('a', 'b');
    expect(pick(list, idle)?.instanceId).toBe('a');
    expect(pick([...list], idle)?.instanceId).toBe('b');
  });
});

/** Context in which each candidate has a load, by its id. */
const loads = (of: Readonly<Record<string, number>>): PickContext => ({
  loadOf: ({ instanceId }) => ({ inFlight: of[instanceId] ?? 0, cost: () => of[instanceId] ?? 0 }),
});

describe.each([
  ['power of two', powerOfTwo],
  ['least response time', leastResponseTime],
])('%s', (_, make) => {
  it('picks the less loaded of two, so never the most loaded of all', () => {
    const pick = make(seeded());
    const list = candidates('a', 'b', 'c');
    const context = loads({ a: 3, b: 9, c: 5 });
    const picked = Array.from({ length: 1000 }, () => pick(list, context)?.instanceId);
    expect(new Set(picked)).toEqual(new Set(['a', 'c']));
  });

  it('never compares a candidate with itself', () => {
    const list = candidates('a', 'b');
    const context = loads({ a: 1, b: 0 });
    const pick = make(seeded());
    for (let call = 0; call < 100; call++) expect(pick(list, context)?.instanceId).toBe('b');
  });
});

describe('sticky', () => {
  it('sends the same key to the same instance, whatever the order of the list', () => {
    const pick = sticky(roundRobin());
    const list = candidates('a', 'b', 'c', 'd');
    for (const key of ['1', '2', 'user-31', '尚硅谷', '']) {
      const first = pick(list, { ...idle, key });
      expect(pick(list, { ...idle, key })).toBe(first);
      expect(pick(list.toReversed(), { ...idle, key })).toBe(first);
    }
  });

  it('keeps the keys of an instance that returns at another address', () => {
    const pick = sticky(roundRobin());
    const list = candidates('a', 'b', 'c');
    const moved = list.map((each) => ({ ...each, port: each.port + 1000 }));
    for (let key = 0; key < 100; key++) {
      const context = { ...idle, key: `user-${key}` };
      expect(pick(moved, context)?.instanceId).toBe(pick(list, context)?.instanceId);
    }
  });
});

describe('zone first', () => {
  const list = candidates('near', 'far').map((each) => ({
    ...each,
    metadata: { zone: each.instanceId === 'near' ? 'Z1' : 'z2' },
  }));
  const picked = (context: PickContext, zone = 'z1') => {
    const pick = zoneFirst({ zone, overflowAt: 10 }, () => roundRobin());
    return new Set(Array.from({ length: 10 }, () => pick(list, context)?.instanceId));
  };

  it('stays in its zone, whatever the case of the name', () => {
    expect(picked(idle)).toEqual(new Set(['near']));
  });

  it('uses all zones when the own zone has its maximum of calls in flight', () => {
    expect(picked(loads({ near: 9 }))).toEqual(new Set(['near']));
    expect(picked(loads({ near: 10 }))).toEqual(new Set(['near', 'far']));
  });

  it('uses all zones when the own zone has no instance', () => {
    expect(picked(idle, 'z3')).toEqual(new Set(['near', 'far']));
  });
});
