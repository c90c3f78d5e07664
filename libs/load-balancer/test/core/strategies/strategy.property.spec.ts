import fc from 'fast-check';
import type { Candidate } from '../../../src/core/instance-source.js';
import { powerOfTwo } from '../../../src/core/strategies/least-loaded.js';
import { seeded } from './seeded-random.js';
import { sticky } from '../../../src/core/strategies/sticky.js';
import { idle, candidates } from './strategy.contract.js';
import { randomChoice, roundRobin, type Strategy } from '../../../src/core/strategies/strategy.js';
import { weighted, weightInMetadata } from '../../../src/core/strategies/weighted.js';

const manyPicks = 1_000_000;
const named = (count: number) => candidates(...Array.from({ length: count }, (_, at) => `payment${at}`));

/** Counts picks per candidate, and how many it was due: its part of each pick while listed. */
class Ledger {
  private readonly rows = new Map<string, { picked: number; due: number }>();

  constructor(
    private readonly pick: Strategy,
    private readonly weightOf: (candidate: Candidate) => number = () => 1,
  ) {}

  call(list: readonly Candidate[], times: number): void {
    const whole = list.reduce((sum, each) => sum + this.weightOf(each), 0);
    for (const each of list) this.row(each).due += (times * this.weightOf(each)) / whole;
    const picked = new Map<Candidate | undefined, number>(list.map((each) => [each, 0]));
    for (let call = 0; call < times; call++) {
      const one = this.pick(list, idle);
      picked.set(one, picked.get(one)! + 1);
    }
    for (const each of list) this.row(each).picked += picked.get(each)!;
  }

  /** Largest deviation of a candidate from its due picks, as a part of them. */
  get spread(): number {
    return Math.max(...[...this.rows.values()].map(({ picked, due }) => Math.abs(picked - due) / due));
  }

  private row({ instanceId }: Candidate) {
    let row = this.rows.get(instanceId);
    if (!row) this.rows.set(instanceId, (row = { picked: 0, due: 0 }));
    return row;
  }
}

/** Makes a million picks from a list that gains or loses an instance every thousand. */
function churned(ledger: Ledger, make: (all: readonly Candidate[]) => readonly Candidate[] = (all) => all) {
  const random = seeded(7);
  const all = make(named(20));
  const up = new Set(all);
  for (let done = 0; done < manyPicks; done += 1000) {
    const one = all[Math.floor(random() * all.length)]!;
    if (!up.delete(one) || up.size === 0) up.add(one);
    ledger.call(
      all.filter((each) => up.has(each)),
      1000,
    );
  }
  return ledger;
}

describe('over a million picks, while instances come and go,', () => {
  it('round robin gives each its part, within 1 %', () => {
    expect(churned(new Ledger(roundRobin())).spread).toBeLessThan(0.01);
  });

  it('weighted gives each its weight, within 1 %', () => {
    const heavy = (all: readonly Candidate[]) =>
      all.map((each, at) => ({ ...each, metadata: { weight: String((at % 5) + 1) } }));
    expect(churned(new Ledger(weighted(), weightInMetadata), heavy).spread).toBeLessThan(0.01);
  });

  it('weighted never picks one whose weight is 0 at that time', () => {
    const strategy: Strategy = (list, context) => {
      const picked = pick(list, context);
      if (picked && weightInMetadata(picked) === 0) drained++;
      return picked;
    };
    const pick = weighted();
    let drained = 0;
    const changing = (all: readonly Candidate[]) =>
      all.map((each, at) => ({ ...each, metadata: { weight: String((at + all.length) % 3) } }));
    churned(new Ledger(strategy, weightInMetadata), changing);
    expect(drained).toBe(0);
  });

  it.each<[string, Strategy]>([
    ['random', randomChoice(seeded())],
    ['power of two', powerOfTwo(seeded())],
  ])('%s is even within 3 %%, being random', (_, strategy) => {
    expect(churned(new Ledger(strategy)).spread).toBeLessThan(0.03);
  });
});

describe('round robin', () => {
  it('is even to one pick, for any start and number of candidates', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.integer({ min: 1, max: 50 }), fc.nat(500), (first, count, calls) => {
        const pick = roundRobin(first);
        const list = named(count);
        const picked = new Map(list.map((each) => [each, 0]));
        for (let call = 0; call < calls; call++) {
          const one = pick(list)!;
          picked.set(one, picked.get(one)! + 1);
        }
        expect(Math.max(...picked.values()) - Math.min(...picked.values())).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the rendezvous hash', () => {
  const keys = Array.from({ length: 10_000 }, (_, at) => `user-${at}`);
  const homes = (list: readonly Candidate[]) => {
    const pick = sticky(roundRobin());
    return keys.map((key) => pick(list, { ...idle, key })!.instanceId);
  };

  it('moves the keys of an instance that leaves, and no other key', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(11), (count, at) => {
        const list = named(count);
        const gone = list[at % count]!;
        const before = homes(list);
        const after = homes(list.filter((each) => each !== gone));
        const moved = before.filter((home, key) => after[key] !== home);
        expect(new Set(moved)).toEqual(new Set([gone.instanceId]));
      }),
      { numRuns: 10 },
    );
  });

  it('moves to a new instance at most its share, plus a tenth', () => {
    for (const count of [1, 2, 5, 10, 50]) {
      const before = homes(named(count));
      const after = homes(named(count + 1));
      const moved = after.filter((home, key) => home !== before[key]);
      expect(new Set(moved)).toEqual(new Set([`payment${count}`]));
      expect(moved.length).toBeLessThan((keys.length / (count + 1)) * 1.1);
    }
  });

  it('gives each its share of the keys, within 10 %', () => {
    const counts = new Map<string, number>();
    for (const home of homes(named(10))) counts.set(home, (counts.get(home) ?? 0) + 1);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(100);
    expect(counts.size).toBe(10);
  });
});
