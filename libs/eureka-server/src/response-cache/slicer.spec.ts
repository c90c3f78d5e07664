import { Slicer, type Steps } from './slicer.js';

/** Each step takes one millisecond of a clock that nothing else moves. */
function setUp() {
  let now = 0;
  const turns: (() => void)[] = [];
  const log: string[] = [];
  const slicer = new Slicer({ budgetMs: 3, now: () => now, nextTurn: (callback) => turns.push(callback) });
  function* work(name: string, count: number): Steps<string> {
    for (let step = 1; step <= count; step++) {
      now += 1;
      log.push(`${name}${step}`);
      yield;
    }
    return name;
  }
  const turn = () => {
    log.push('turn');
    turns.shift()?.();
  };
  return { slicer, work, turn, turns, log };
}

describe('work in slices', () => {
  it('that fits into the turn is done at once', () => {
    const { slicer, work } = setUp();
    expect(slicer.run(work('a', 2))).toBe('a');
  });

  it('that does not fit goes on in the next turns, a slice in each', async () => {
    const { slicer, work, turn, log, turns } = setUp();
    const result = slicer.run(work('a', 7));
    expect(result).toBeInstanceOf(Promise);
    turn();
    turn();
    expect(await result).toBe('a');
    expect(log.join(' ')).toBe('a1 a2 a3 turn a4 a5 a6 turn a7');
    turn();
    expect(turns).toEqual([]);
  });

  it('of many requests in one turn takes no more than one slice together', () => {
    const { slicer, work, log } = setUp();
    for (const name of ['a', 'b', 'c', 'd']) void slicer.run(work(name, 2));
    expect(log).toEqual(['a1', 'a2', 'b1']);
  });

  it('takes turns, so that a short one does not wait for the end of a long one', async () => {
    const { slicer, work, turn, log } = setUp();
    void slicer.run(work('a', 100));
    const short = slicer.run(work('b', 1));
    turn();
    turn();
    expect(await short).toBe('b');
    expect(log.slice(-3)).toEqual(['b1', 'a7', 'a8']);
  });

  it('that fails rejects, and the rest goes on', async () => {
    const { slicer, work, turn } = setUp();
    function* failing(): Steps<never> {
      yield* work('f', 4);
      throw new Error('no');
    }
    const failed = slicer.run(failing());
    const other = slicer.run(work('a', 1));
    for (let each = 0; each < 3; each++) turn();
    await expect(failed).rejects.toThrow('no');
    expect(await other).toBe('a');
    expect(() => slicer.run(failing())).not.toThrow();
  });

  it('in each turn makes one step at least, however slow steps are', async () => {
    let now = 0;
    const turns: (() => void)[] = [];
    const slicer = new Slicer({ budgetMs: 1, now: () => now, nextTurn: (callback) => turns.push(callback) });
    function* slow(): Steps<string> {
      for (let step = 0; step < 3; step++) {
        now += 50;
        yield;
      }
      return 'done';
    }
    const result = slicer.run(slow());
    for (let each = 0; each < 4; each++) turns.shift()?.();
    expect(await result).toBe('done');
  });
});
