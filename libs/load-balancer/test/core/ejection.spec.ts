import { manualClock } from '@eureka-nest/runtime/testing';
import { CountBreaker, SamplingBreaker } from 'cockatiel';
import { consecutive } from '../../src/core/breaker.js';
import { Ejection, type EjectionRules, ejectionRules, type Member } from '../../src/core/ejection.js';
import { Load } from '../../src/core/load.js';
import { candidates } from './strategies/strategy.contract.js';

describe('ejection', () => {
  const clock = manualClock();
  let group: Member[];
  let ejection: Ejection;

  const start = (rules: Partial<EjectionRules> = {}, count = 4) => {
    const all = { ...ejectionRules, rates: undefined, ...rules };
    ejection = new Ejection(all, clock);
    group = candidates(...['a', 'b', 'c', 'd', 'e'].slice(0, count)).map((candidate) => ({
      candidate,
      load: new Load(clock),
      breaker: all.breaker(),
      onTrial: false,
    }));
  };
  const ready = () =>
    group.filter((each) => ejection.isReady(each)).map(({ candidate }) => candidate.instanceId).join(''); // prettier-ignore
  const fail = (at: number) => ejection.end(group[at]!, 'failed', group).map(({ what }) => what);
  const answer = (at: number) => ejection.end(group[at]!, 'good', group).map(({ what }) => what);

  beforeEach(() => start());

  it('leaves out the one that failed, and nobody else', () => {
    expect(fail(1)).toEqual(['ejected']);
    expect(ready()).toBe('acd');
  });

  it('lets one call find out after its time, and no second one meanwhile', () => {
    fail(1);
    clock.advance(9_999);
    expect(ready()).toBe('acd');
    clock.advance(1);
    expect(ready()).toBe('abcd');
    expect(ejection.begin(group[1]!)).toBe(true);
    expect(ready()).toBe('acd');
  });

  it('takes it back when that call succeeds', () => {
    fail(1);
    clock.advance(10_000);
    ejection.begin(group[1]!);
    expect(answer(1)).toEqual(['readmitted']);
    expect(ready()).toBe('abcd');
    expect(ejection.begin(group[1]!)).toBe(false);
  });

  it('leaves it out once more when that call fails, which is no news', () => {
    fail(1);
    clock.advance(10_000);
    ejection.begin(group[1]!);
    expect(fail(1)).toEqual([]);
    clock.advance(9_999);
    expect(ready()).toBe('acd');
  });

  it('lets another call find out when that one was cancelled', () => {
    fail(1);
    clock.advance(10_000);
    ejection.begin(group[1]!);
    ejection.end(group[1]!, 'cancelled', group);
    expect(ready()).toBe('abcd');
  });

  it('takes back at once whoever answers a call that began before', () => {
    fail(1);
    expect(answer(1)).toEqual(['readmitted']);
    expect(ready()).toBe('abcd');
  });

  it('counts from the last failure', () => {
    fail(1);
    clock.advance(9_000);
    fail(1);
    clock.advance(9_000);
    expect(ready()).toBe('acd');
  });

  it.each([
    [1, 'a'],
    [2, 'b'],
    [3, 'bc'],
    [4, 'cd'],
    [5, 'cde'],
  ])('never leaves more than half of %d out', (count, left) => {
    start({}, count);
    group.forEach((_, at) => fail(at));
    expect(ready()).toBe(left);
  });

  it('may take several failures in a row', () => {
    start({ breaker: () => consecutive(3) });
    expect([fail(1), fail(1), answer(1), fail(1), fail(1)].flat()).toEqual([]);
    expect(fail(1)).toEqual(['ejected']);
  });

  it.each([
    ['CountBreaker', () => new CountBreaker({ threshold: 0.5, size: 4 })],
    ['SamplingBreaker', () => new SamplingBreaker({ threshold: 0.5, duration: 60_000, minimumRps: 0.01 })],
  ])('takes a %s of cockatiel as well', (_, breaker) => {
    start({ breaker });
    answer(0);
    const told = Array.from({ length: 10 }, () => fail(0)).flat();
    expect(told).toEqual(['ejected']);
  });

  describe('by comparison', () => {
    const rates = { everyMs: 10_000, leastCalls: 20, mostBelow: 0.3 };
    const calls = (at: number, outcome: 'good' | 'bad', times: number) =>
      Array.from({ length: times }, () => ejection.end(group[at]!, outcome, group)).flat();

    beforeEach(() => {
      start({ rates });
      for (const at of [0, 1, 2]) calls(at, 'good', 30);
      calls(3, 'bad', 30);
      clock.advance(10_000);
    });

    it('leaves out the one that answers worse than the others', () => {
      expect(calls(0, 'good', 1)).toMatchObject([
        { what: 'ejected', why: 'it fails more often than the others' },
      ]);
      expect(ready()).toBe('abc');
    });

    it('and does not take it back for an answer that is bad again', () => {
      calls(0, 'good', 1);
      clock.advance(10_000);
      ejection.begin(group[3]!);
      expect(calls(3, 'bad', 1)).toEqual([]);
      expect(ready()).toBe('abc');
      clock.advance(10_000);
      ejection.begin(group[3]!);
      expect(calls(3, 'good', 1)).toMatchObject([{ what: 'readmitted' }]);
    });
  });
});
