import { hedged } from './hedged.js';

/** Attempts that end as a spec decides, by candidate. */
class Attempts {
  readonly begun: string[] = [];
  private readonly ends = new Map<
    string,
    { succeed(result: string | undefined): void; break(e: Error): void }
  >();

  readonly attempt = (candidate: string): Promise<string | undefined> => {
    this.begun.push(candidate);
    return new Promise((resolve, reject) => this.ends.set(candidate, { succeed: resolve, break: reject }));
  };

  async succeed(candidate: string): Promise<void> {
    this.ends.get(candidate)?.succeed(`from ${candidate}`);
    await jest.advanceTimersByTimeAsync(0);
  }

  async fail(candidate: string): Promise<void> {
    this.ends.get(candidate)?.succeed(undefined);
    await jest.advanceTimersByTimeAsync(0);
  }

  break(candidate: string): void {
    this.ends.get(candidate)?.break(new Error('a defect'));
  }
}

describe('hedged attempts', () => {
  let attempts: Attempts;
  const start = (...candidates: string[]) => hedged(candidates, attempts.attempt, 1_000);

  beforeEach(() => {
    jest.useFakeTimers();
    attempts = new Attempts();
  });
  afterEach(() => jest.useRealTimers());

  it('ask the next one at once after a failure', async () => {
    const outcome = start('a', 'b', 'c');
    await attempts.fail('a');
    expect(attempts.begun).toEqual(['a', 'b']);
    await attempts.succeed('b');
    expect(await outcome).toEqual({ result: 'from b', overtaken: [] });
    expect([attempts.begun, jest.getTimerCount()]).toEqual([['a', 'b'], 0]);
  });

  it('ask the next one after a silence, and name who was overtaken', async () => {
    const outcome = start('a', 'b', 'c', 'd');
    await jest.advanceTimersByTimeAsync(999);
    expect(attempts.begun).toEqual(['a']);
    await jest.advanceTimersByTimeAsync(1_001);
    expect(attempts.begun).toEqual(['a', 'b', 'c']);
    await attempts.succeed('b');
    expect(await outcome).toEqual({ result: 'from b', overtaken: ['a', 'c'] });
    await attempts.fail('a');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(attempts.begun).toEqual(['a', 'b', 'c']);
  });

  it('take a late success of the first', async () => {
    const outcome = start('a', 'b');
    await jest.advanceTimersByTimeAsync(1_000);
    await attempts.fail('b');
    await attempts.succeed('a');
    expect(await outcome).toEqual({ result: 'from a', overtaken: [] });
  });

  it('fail once all have failed', async () => {
    const outcome = start('a', 'b');
    await jest.advanceTimersByTimeAsync(3_000);
    await attempts.fail('a');
    await attempts.fail('b');
    expect(await outcome).toBeUndefined();
    expect(await start()).toBeUndefined();
  });

  it('reject with an exception', async () => {
    const outcome = start('a', 'b');
    attempts.break('a');
    await expect(outcome).rejects.toThrow('a defect');
    expect(attempts.begun).toEqual(['a']);
  });
});
