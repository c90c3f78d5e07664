import { manualClock } from '@eureka-nest/runtime/testing';
import { CountBreaker, SamplingBreaker } from 'cockatiel';
import { consecutive } from '../../../src/core/pool/breaker.js';
import { Ejection, type EjectionRules, ejectionRules } from '../../../src/core/pool/ejection.js';
import type { PoolMember } from '../../../src/core/pool/pool-member.js';
import { Load } from '../../../src/core/pool/load.js';
import { candidates } from '../strategies/strategy.contract.js';

describe('ejection', () => {
  const clock = manualClock();
  let pool: PoolMember[];
  let ejection: Ejection;

  const start = (rules: Partial<EjectionRules> = {}, count = 4) => {
    const all = { ...ejectionRules, rates: undefined, ...rules };
    ejection = new Ejection(all, clock);
    pool = candidates(...['a', 'b', 'c', 'd', 'e'].slice(0, count)).map((candidate) => ({
      candidate,
      load: new Load(clock),
      breaker: all.breaker(),
      isProbing: false,
    }));
  };
  const available = () =>
    pool.filter((each) => ejection.isAvailable(each)).map(({ candidate }) => candidate.instanceId).join(''); // prettier-ignore
  const fail = (at: number) => ejection.end(pool[at]!, 'failed', () => pool).map(({ kind }) => kind);
  const respond = (at: number) => ejection.end(pool[at]!, 'good', () => pool).map(({ kind }) => kind);

  beforeEach(() => start());

  it('ejects the member that failed, and no other', () => {
    expect(fail(1)).toEqual(['ejected']);
    expect(available()).toBe('acd');
  });

  it('allows one probe when its time has come, and no second call meanwhile', () => {
    fail(1);
    clock.advance(9_999);
    expect(available()).toBe('acd');
    clock.advance(1);
    expect(available()).toBe('abcd');
    expect(ejection.begin(pool[1]!)).toBe(true);
    expect(available()).toBe('acd');
  });

  it('readmits the member when the probe succeeds', () => {
    fail(1);
    clock.advance(10_000);
    ejection.begin(pool[1]!);
    expect(respond(1)).toEqual(['readmitted']);
    expect(available()).toBe('abcd');
    expect(ejection.begin(pool[1]!)).toBe(false);
  });

  it('keeps the member ejected when the probe fails, without a change', () => {
    fail(1);
    clock.advance(10_000);
    ejection.begin(pool[1]!);
    expect(fail(1)).toEqual([]);
    clock.advance(9_999);
    expect(available()).toBe('acd');
  });

  it('allows another probe when the first was cancelled', () => {
    fail(1);
    clock.advance(10_000);
    ejection.begin(pool[1]!);
    ejection.end(pool[1]!, 'cancelled', () => pool);
    expect(available()).toBe('abcd');
  });

  it('readmits a member at once when an earlier call succeeds', () => {
    fail(1);
    expect(respond(1)).toEqual(['readmitted']);
    expect(available()).toBe('abcd');
  });

  it('counts from the last failure', () => {
    fail(1);
    clock.advance(9_000);
    fail(1);
    clock.advance(9_000);
    expect(available()).toBe('acd');
  });

  it.each([
    [1, 'a'],
    [2, 'b'],
    [3, 'bc'],
    [4, 'cd'],
    [5, 'cde'],
  ])('never ejects more than half of %d', (count, left) => {
    start({}, count);
    pool.forEach((_, at) => fail(at));
    expect(available()).toBe(left);
  });

  it('can require several failures in a row', () => {
    start({ breaker: () => consecutive(3) });
    expect([fail(1), fail(1), respond(1), fail(1), fail(1)].flat()).toEqual([]);
    expect(fail(1)).toEqual(['ejected']);
  });

  it.each([
    ['CountBreaker', () => new CountBreaker({ threshold: 0.5, size: 4 })],
    ['SamplingBreaker', () => new SamplingBreaker({ threshold: 0.5, duration: 60_000, minimumRps: 0.01 })],
  ])('accepts a %s of cockatiel', (_, breaker) => {
    start({ breaker });
    respond(0);
    const kinds = Array.from({ length: 10 }, () => fail(0)).flat();
    expect(kinds).toEqual(['ejected']);
  });

  describe('by comparison of rates', () => {
    const rates = { everyMs: 10_000, leastCalls: 20, mostBelow: 0.3 };
    const calls = (at: number, outcome: 'good' | 'bad', times: number) =>
      Array.from({ length: times }, () => ejection.end(pool[at]!, outcome, () => pool)).flat();

    beforeEach(() => {
      start({ rates });
      for (const at of [0, 1, 2]) calls(at, 'good', 30);
      calls(3, 'bad', 30);
      clock.advance(10_000);
    });

    it('ejects the member that fails more often than the others', () => {
      expect(calls(0, 'good', 1)).toMatchObject([
        { kind: 'ejected', reason: 'it fails more often than the others' },
      ]);
      expect(available()).toBe('abc');
    });

    it('does not readmit it for another bad response', () => {
      calls(0, 'good', 1);
      clock.advance(10_000);
      ejection.begin(pool[3]!);
      expect(calls(3, 'bad', 1)).toEqual([]);
      expect(available()).toBe('abc');
      clock.advance(10_000);
      ejection.begin(pool[3]!);
      expect(calls(3, 'good', 1)).toMatchObject([{ kind: 'readmitted' }]);
    });
  });
});
