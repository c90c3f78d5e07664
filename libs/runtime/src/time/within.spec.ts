import { within } from './within.js';

describe('a promise within a time limit', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('resolves as the promise does, and leaves no timer behind', async () => {
    expect(await within(1000, Promise.resolve('done'), 'late')).toBe('done');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('rejects as the promise does', async () => {
    await expect(within(1000, Promise.reject(new Error('no')), 'late')).rejects.toThrow('no');
  });

  it('resolves to the given value once the time is up', async () => {
    const result = within(1000, new Promise(() => undefined), 'late');
    await jest.advanceTimersByTimeAsync(1000);
    expect(await result).toBe('late');
  });
});
