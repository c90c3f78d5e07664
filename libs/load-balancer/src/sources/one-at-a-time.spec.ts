import { OneAtATime } from './one-at-a-time.js';

describe('a task that runs one at a time', () => {
  let ends: { readonly resolve: () => void; readonly reject: (error: Error) => void }[];
  let task: OneAtATime;
  let settled: string[];
  const run = (name: string) =>
    task.run().then(
      () => settled.push(name),
      () => settled.push(`${name} failed`),
    );
  const rest = () => new Promise((done) => setImmediate(done));

  beforeEach(() => {
    [ends, settled] = [[], []];
    task = new OneAtATime(() => new Promise<void>((resolve, reject) => ends.push({ resolve, reject })));
  });

  it('makes later callers wait for a run that begins after their call, and share it', async () => {
    void run('first');
    void run('second');
    void run('third');
    expect(ends).toHaveLength(1);
    ends[0]!.resolve();
    await rest();
    expect([settled, ends.length]).toEqual([['first'], 2]);
    void run('fourth');
    ends[1]!.resolve();
    await rest();
    expect([settled, ends.length]).toEqual([['first', 'second', 'third'], 3]);
    ends[2]!.resolve();
    await rest();
    expect(settled.at(-1)).toBe('fourth');
  });

  it('goes on after a failure, which only its own callers see', async () => {
    void run('first');
    void run('second');
    ends[0]!.reject(new Error('no response'));
    await rest();
    ends[1]!.resolve();
    await rest();
    expect(settled).toEqual(['first failed', 'second']);
    void run('third');
    expect(ends).toHaveLength(3);
  });

  it('is settled when nothing runs or waits', async () => {
    await task.settled();
    void run('first');
    void run('second');
    let isSettled = false;
    void task.settled().then(() => (isSettled = true));
    ends[0]!.reject(new Error('no response'));
    await rest();
    expect(isSettled).toBe(false);
    ends[1]!.resolve();
    await rest();
    expect(isSettled).toBe(true);
  });

  it('never overlaps, whenever it is called', async () => {
    let running = 0;
    let most = 0;
    const counted = new OneAtATime(async () => {
      most = Math.max(most, ++running);
      for (let step = 0; step < 3; step++) await Promise.resolve();
      running--;
    });
    const calls: Promise<void>[] = [];
    for (let step = 0; step < 200; step++) {
      calls.push(counted.run());
      if (step % 3 === 0) await Promise.resolve();
    }
    await Promise.all(calls);
    expect(most).toBe(1);
  });
});
