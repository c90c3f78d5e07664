import { InitialSync } from './initial-sync.js';

const options = (...sources: string[]) => ({
  sources: () => sources,
  longestPauseMs: 4_000,
  firstPauseMs: 500,
});

describe('the first sync', () => {
  it('asks one peer after the other, and none after the first that is whole', () => {
    const sync = new InitialSync(options('a', 'b', 'c'));
    expect(sync.next(0)).toBe('a');
    expect([sync.next(0), sync.nextAt]).toEqual([undefined, undefined]); // One at a time.
    sync.failed(10);
    expect(sync.next(10)).toBe('b');
    sync.copied(false, 20);
    expect([sync.isOver, sync.hasAskedAll, sync.next(9e9), sync.nextAt]).toEqual([
      true,
      true,
      undefined,
      undefined,
    ]);
  });

  it('copies from one that is starting itself, and asks on: that one may lack anything', () => {
    const sync = new InitialSync(options('a', 'b'));
    sync.next(0);
    sync.copied(true, 10);
    expect(sync.isOver).toBe(false);
    expect(sync.next(10)).toBe('b');
    sync.copied(false, 20);
    expect(sync.isOver).toBe(true);
  });

  it('is over where all that there are start too: there is nothing to copy', () => {
    const sync = new InitialSync(options('a', 'b'));
    for (const source of ['a', 'b']) {
      expect(sync.next(0)).toBe(source);
      sync.copied(true, 0);
    }
    expect(sync.isOver).toBe(true);
  });

  it('goes on where one of them does not answer: that one may be whole', () => {
    const sync = new InitialSync(options('a', 'b'));
    sync.next(0);
    sync.copied(true, 0);
    expect(sync.hasAskedAll).toBe(false);
    sync.next(0);
    sync.failed(1_000);
    expect([sync.isOver, sync.hasAskedAll, sync.nextAt]).toEqual([false, true, 1_500]);
    expect([sync.next(1_499), sync.next(1_500)]).toEqual([undefined, 'a']);
  });

  it('tries again ever less often, up to a bound', () => {
    const sync = new InitialSync(options('a'));
    const pauses: number[] = [];
    for (let rounds = 0, now = 0; rounds < 6; rounds++) {
      sync.next(now);
      sync.failed(now);
      const at = sync.nextAt ?? 0;
      pauses.push(at - now);
      now = at;
    }
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000]);
  });

  it('is over at once where there are no peers', () => {
    const sync = new InitialSync(options());
    expect(sync.next(0)).toBeUndefined();
    expect([sync.isOver, sync.hasAskedAll]).toEqual([true, true]);
  });

  it('waits for the names of the peers to be read', () => {
    const known: { names?: string[] } = {};
    const sync = new InitialSync({ ...options(), sources: () => known.names });
    expect(sync.next(0)).toBeUndefined();
    expect([sync.isOver, sync.nextAt]).toEqual([false, 500]);
    known.names = ['a'];
    expect(sync.next(500)).toBe('a');
  });

  it('asks whoever is a peer by the next round', () => {
    const sources = ['a'];
    const sync = new InitialSync({ ...options(), sources: () => sources });
    sync.next(0);
    sync.failed(0);
    sources.push('b');
    expect(sync.next(500)).toBe('a');
    sync.failed(500);
    expect(sync.next(500)).toBe('b');
  });
});
