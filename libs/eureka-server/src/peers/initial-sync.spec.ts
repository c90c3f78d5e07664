import { InitialSync } from './initial-sync.js';

const options = (...sources: string[]) => ({
  sources: () => sources,
  maxPauseMs: 4_000,
  firstPauseMs: 500,
});

describe('the initial sync', () => {
  it('asks one peer after the other, up to the first that is not syncing itself', () => {
    const sync = new InitialSync(options('a', 'b', 'c'));
    expect(sync.nextSource(0)).toBe('a');
    expect([sync.nextSource(0), sync.nextAt]).toEqual([undefined, undefined]); // One at a time.
    sync.failed(10);
    expect(sync.nextSource(10)).toBe('b');
    sync.copied(false, 20);
    expect([sync.isComplete, sync.mayOpen, sync.nextSource(9e9), sync.nextAt]).toEqual([
      true,
      true,
      undefined,
      undefined,
    ]);
  });

  it('copies from a syncing peer too, but goes on: it may lack instances', () => {
    const sync = new InitialSync(options('a', 'b'));
    sync.nextSource(0);
    sync.copied(true, 10);
    expect(sync.isComplete).toBe(false);
    expect(sync.nextSource(10)).toBe('b');
    sync.copied(false, 20);
    expect(sync.isComplete).toBe(true);
  });

  it('is complete if all peers are syncing: there is nothing to copy', () => {
    const sync = new InitialSync(options('a', 'b'));
    for (const source of ['a', 'b']) {
      expect(sync.nextSource(0)).toBe(source);
      sync.copied(true, 0);
    }
    expect(sync.isComplete).toBe(true);
  });

  it.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('is complete if all that respond are syncing: %s does, %s does not', (...order) => {
    const sync = new InitialSync(options(...order));
    for (const source of order) {
      expect([sync.mayOpen, sync.nextSource(0)]).toEqual([false, source]);
      if (source === 'a') sync.copied(true, 0);
      else sync.failed(0);
    }
    expect([sync.isComplete, sync.mayOpen, sync.nextAt]).toEqual([true, true, undefined]);
  });

  it('goes on if no peer responds: one may have everything', () => {
    const sync = new InitialSync(options('a', 'b'));
    sync.nextSource(0);
    sync.failed(0);
    expect(sync.mayOpen).toBe(false);
    sync.nextSource(0);
    sync.failed(1_000);
    expect([sync.isComplete, sync.mayOpen, sync.nextAt]).toEqual([false, true, 1_500]);
    expect([sync.nextSource(1_499), sync.nextSource(1_500)]).toEqual([undefined, 'a']);
  });

  it('is complete without an answer of servers that are no peers', () => {
    const sync = new InitialSync(options('myself', 'foreign'));
    for (const source of ['myself', 'foreign']) {
      expect(sync.nextSource(0)).toBe(source);
      sync.failed(0, 'no-peer');
    }
    expect(sync.isComplete).toBe(true);
  });

  describe('asks a peer that was unreachable as soon as it responds', () => {
    const failed = (failure?: 'unreachable' | 'unusable') => {
      const sync = new InitialSync(options('a', 'b'));
      for (const source of ['a', 'b']) {
        expect(sync.nextSource(0)).toBe(source);
        sync.failed(0, failure);
      }
      return sync;
    };

    it('in a new round, before the pause is over', () => {
      const sync = failed();
      sync.responds('b', 10);
      expect([sync.nextAt, sync.nextSource(10)]).toEqual([10, 'a']);
      sync.responds('a', 11); // It is being asked.
      sync.failed(12);
      expect(sync.nextSource(12)).toBe('b');
      sync.failed(12);
      expect(sync.nextAt).toBe(1_012);
    });

    it('in the same round, if the others are still asked', () => {
      const sync = new InitialSync(options('a', 'b'));
      sync.nextSource(0);
      sync.failed(0);
      sync.nextSource(0);
      sync.responds('a', 1);
      sync.failed(2);
      expect(sync.nextSource(2)).toBe('a');
      sync.copied(false, 3);
      expect(sync.isComplete).toBe(true);
    });

    it('but not one whose copy was unusable, or that is unknown: it would be asked without end', () => {
      const sync = failed('unusable');
      sync.responds('a', 10);
      sync.responds('c', 10);
      expect(sync.nextAt).toBe(500);
    });
  });

  it('doubles its pauses up to a bound', () => {
    const sync = new InitialSync(options('a'));
    const pauses: number[] = [];
    for (let rounds = 0, now = 0; rounds < 6; rounds++) {
      sync.nextSource(now);
      sync.failed(now);
      const at = sync.nextAt ?? 0;
      pauses.push(at - now);
      now = at;
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000]);
  });

  it('is complete at once without peers', () => {
    const sync = new InitialSync(options());
    expect(sync.nextSource(0)).toBeUndefined();
    expect([sync.isComplete, sync.mayOpen]).toEqual([true, true]);
  });

  it('waits until the peer names are resolved', () => {
    const known: { names?: string[] } = {};
    const sync = new InitialSync({ ...options(), sources: () => known.names });
    expect(sync.nextSource(0)).toBeUndefined();
    expect([sync.isComplete, sync.nextAt]).toEqual([false, 500]);
    known.names = ['a'];
    expect(sync.nextSource(500)).toBe('a');
  });

  it('asks new peers in the next round', () => {
    const sources = ['a'];
    const sync = new InitialSync({ ...options(), sources: () => sources });
    sync.nextSource(0);
    sync.failed(0);
    sources.push('b');
    expect(sync.nextSource(500)).toBe('a');
    sync.failed(500);
    expect(sync.nextSource(500)).toBe('b');
  });
});
