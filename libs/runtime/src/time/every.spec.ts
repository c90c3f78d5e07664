import { every } from './every.js';

const silent = { error: () => undefined };

describe('every', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('repeats its task until it is stopped', async () => {
    let runs = 0;
    const stop = every(1000, () => void runs++, silent);
    await jest.advanceTimersByTimeAsync(3000);
    expect(runs).toBe(3);
    stop();
    await jest.advanceTimersByTimeAsync(3000);
    expect(runs).toBe(3);
  });

  it('waits for a slow run instead of overlapping it', async () => {
    let running = 0;
    let most = 0;
    const stop = every(
      10,
      async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 100));
        running--;
      },
      silent,
    );
    await jest.advanceTimersByTimeAsync(1000);
    stop();
    expect(most).toBe(1);
  });

  it('logs a failed run and continues', async () => {
    const said: string[] = [];
    let runs = 0;
    const stop = every(
      10,
      () => {
        runs++;
        throw new Error('no');
      },
      { error: (text: string) => void said.push(text) },
    );
    await jest.advanceTimersByTimeAsync(30);
    stop();
    expect(runs).toBe(3);
    expect(said).toHaveLength(3);
    expect(said[0]).toContain('no');
  });
});
