import { manualClock } from '@eureka-nest/runtime/testing';
import { byHint, filterWhere } from '../filters.js';
import type { Candidate } from '../instance-source.js';
import { roundRobin, type Strategy } from '../strategies/strategy.js';
import { ejectionRules } from './ejection.js';
import type { Outcome } from './pool-member.js';
import { ServicePool } from './service-pool.js';

const candidate = (port: number, metadata: Readonly<Record<string, string>> = {}): Candidate => ({
  instanceId: `p${port}`,
  host: '127.0.0.1',
  port,
  secure: false,
  metadata,
});
const [one, two, three] = [candidate(1), candidate(2), candidate(3)];

describe('the pool of a service', () => {
  const clock = manualClock();
  let pool: ServicePool;

  const poolWith = (parts: Partial<ConstructorParameters<typeof ServicePool>[0]> = {}) =>
    new ServicePool({ strategy: () => roundRobin(), filters: [], ejection: ejectionRules, clock, ...parts });
  const picks = (count: number, tried?: readonly Candidate[]) =>
    Array.from({ length: count }, () => pool.pick({}, tried)?.candidate.port);
  const call = (port: number, outcome: Outcome, tookMs = 5) => {
    const member = Array.from({ length: 9 }, () => pool.pick({})).find(
      (each) => each?.candidate.port === port,
    );
    if (!member) throw new Error(`${port} was not picked`);
    pool.begin(member);
    return pool.end(member, outcome, tookMs, clock());
  };

  beforeEach(() => {
    pool = poolWith();
    pool.update([one, two, three]);
  });

  it('picks nothing from an empty list, and each instance in turn from a full one', () => {
    expect(poolWith().pick({})).toBeUndefined();
    expect(picks(4)).toEqual([1, 2, 3, 1]);
  });

  it('skips an ejected instance until its probe is due, then lets one call through', () => {
    expect(call(2, 'failed')).toMatchObject([{ kind: 'ejected', forMs: 10_000 }]);
    expect(pool.ejected).toEqual([two]);
    expect(picks(4)).not.toContain(2);
    clock.advance(9_999);
    expect(picks(4)).not.toContain(2);
    clock.advance(1);
    const probe = Array.from({ length: 3 }, () => pool.pick({})).find((each) => each?.candidate === two);
    if (!probe) throw new Error('no probe');
    pool.begin(probe);
    expect(picks(4)).not.toContain(2);
    expect(pool.end(probe, 'good', 5, clock())).toMatchObject([{ kind: 'readmitted' }]);
    expect(pool.ejected).toEqual([]);
    expect(picks(3)).toContain(2);
  });

  it('ejects at most half of the instances', () => {
    call(1, 'failed');
    expect(call(2, 'failed')).toEqual([]);
    expect(pool.ejected).toEqual([one]);
  });

  it('offers all of them if every one is ejected: a call that may fail is better than none', () => {
    pool = poolWith({ ejection: { ...ejectionRules, most: 1 } });
    pool.update([one, two]);
    call(1, 'failed');
    call(2, 'failed');
    expect(pool.ejected).toEqual([one, two]);
    expect(picks(2).sort()).toEqual([1, 2]);
  });

  it('takes the nearest of several probes', () => {
    pool = poolWith({ ejection: { ...ejectionRules, most: 1 } });
    pool.update([one, two, three]);
    call(1, 'failed');
    clock.advance(4_000);
    call(2, 'failed');
    clock.advance(6_000);
    expect(new Set(picks(6))).toEqual(new Set([1, 3]));
    clock.advance(4_000);
    expect(new Set(picks(6))).toEqual(new Set([1, 2, 3]));
  });

  it('offers a retry the instances that were not tried, ejected ones last', () => {
    expect(new Set(picks(4, [one]))).toEqual(new Set([2, 3]));
    call(2, 'failed');
    expect(new Set(picks(4, [one]))).toEqual(new Set([3]));
    expect(picks(2, [one, three])).toEqual([2, 2]);
    expect(picks(1, [one, two, three])).toEqual([undefined]);
  });

  describe('with priorities', () => {
    const [first, second, third] = [1, 2, 3].map((port) => ({ ...candidate(port), priority: port }));

    it('picks a later one once no earlier one can be called', () => {
      pool.update([third!, second!, first!]);
      expect(picks(3)).toEqual([1, 1, 1]);
      call(1, 'failed');
      expect(picks(3)).toEqual([2, 2, 2]);
      clock.advance(10_000);
      expect(picks(1)).toEqual([1]);
      call(1, 'good');
      expect(picks(3)).toEqual([1, 1, 1]);
    });

    it('retries by priority, ejected ones last', () => {
      pool.update([third!, second!, first!]);
      expect(picks(1, [first!])).toEqual([2]);
      expect(picks(1, [first!, second!])).toEqual([3]);
      call(1, 'failed');
      expect([picks(1, [second!]), picks(1, [second!, third!])]).toEqual([[3], [1]]);
    });

    it.each([undefined, null, NaN, 'low'])(
      'takes an instance with the priority %s as the first',
      (priority) => {
        pool.update([second!, { ...three, priority: priority as number }]);
        expect(picks(2)).toEqual([3, 3]);
      },
    );
  });

  it('gives retries turns of their own', () => {
    expect(picks(1)).toEqual([1]);
    expect(picks(1, [three])).toEqual([1]);
    expect(picks(1)).toEqual([2]);
  });

  it('does not eject for a cancelled call or a bad response', () => {
    expect([call(1, 'cancelled'), call(1, 'bad'), call(1, 'good')]).toEqual([[], [], []]);
    expect(pool.ejected).toEqual([]);
  });

  it('counts calls in flight, and their response times, for the strategy', () => {
    const seen: unknown[] = [];
    const watching: Strategy = (candidates, { loadOf, key }) => {
      seen.push([key, ...candidates.map((each) => loadOf(each).inFlight)]);
      return candidates[0];
    };
    pool = poolWith({ strategy: () => watching });
    pool.update([one, two]);
    const member = pool.pick({ key: 'k' });
    if (!member) throw new Error('nothing picked');
    pool.begin(member);
    pool.pick({});
    pool.end(member, 'good', 100, clock());
    pool.pick({});
    expect(seen).toEqual([
      ['k', 0, 0],
      [undefined, 1, 0],
      [undefined, 0, 0],
    ]);
    const cost = member.load.cost();
    expect(cost).toBeGreaterThan(0);
    pool.begin(member);
    pool.end(member, 'cancelled', 9_000, clock());
    expect(member.load.cost()).toBe(cost);
    pool.begin(member);
    pool.end(member, 'failed', 9_000, clock());
    expect(member.load.cost()).toBeGreaterThan(cost);
  });

  describe('with filters', () => {
    const canary = candidate(4, { hint: 'canary' });
    const odd = filterWhere('odd port', ({ port }) => port % 2 === 1 || port === 4);

    beforeEach(() => {
      pool = poolWith({ filters: [odd, byHint()] });
      pool.update([one, two, three, canary]);
    });

    it('picks what they keep, by the hint of the call', () => {
      expect(new Set(picks(6))).toEqual(new Set([1, 3, 4]));
      expect(pool.pick({ hint: 'canary' })?.candidate).toBe(canary);
      expect(pool.pick({ hint: 'canary' }, [canary])).toBeUndefined();
    });

    it('counts what each removes', () => {
      expect(pool.filteredOut()).toEqual([{ why: 'odd port', count: 1 }]);
      expect(pool.filteredOut('canary')).toEqual([
        { why: 'odd port', count: 1 },
        { why: 'hint in metadata hint', count: 2 },
      ]);
    });

    it('skips an ejected instance also for a hint', () => {
      const other = candidate(6, { hint: 'canary' });
      pool = poolWith({ filters: [byHint()] });
      pool.update([one, two, canary, other]);
      call(4, 'failed');
      const hinted = Array.from({ length: 4 }, () => pool.pick({ hint: 'canary' })?.candidate.port);
      expect(hinted).toEqual([6, 6, 6, 6]);
    });
  });

  describe('whose list changes', () => {
    it('keeps the record of an instance that is listed again', () => {
      call(2, 'failed');
      pool.update([candidate(1), candidate(2), candidate(3)]);
      expect(pool.ejected.map(({ port }) => port)).toEqual([2]);
      expect(picks(4)).not.toContain(2);
    });

    it('picks instances that are new, and none that are gone', () => {
      pool.update([two, candidate(9)]);
      expect(new Set(picks(4))).toEqual(new Set([2, 9]));
      pool.update([]);
      expect(pool.pick({})).toBeUndefined();
    });

    it('forgets the ejection of an instance that left, also when its call ends later', () => {
      const member = pool.pick({});
      if (!member) throw new Error('nothing picked');
      pool.begin(member);
      pool.update([two, three]);
      expect(pool.end(member, 'failed', 5, clock())).toEqual([]);
      pool.update([one, two, three]);
      expect(pool.ejected).toEqual([]);
    });

    it('does nothing for a list with the same instances', () => {
      let keeps = 0;
      const counting = filterWhere('counting', () => {
        keeps += 1;
        return true;
      });
      pool = poolWith({ filters: [counting] });
      pool.update([one, two]);
      pool.update([one, two]);
      expect(keeps).toBe(2);
      pool.update([two, one]);
      expect(keeps).toBe(4);
    });
  });
});
