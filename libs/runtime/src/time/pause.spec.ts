import { getEventListeners } from 'node:events';
import { pause } from './pause.js';

describe('a pause', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('ends after its time', async () => {
    const { signal } = new AbortController();
    const paused = pause(1000, signal);
    await jest.advanceTimersByTimeAsync(1000);
    expect(await paused).toBeUndefined();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('ends early when its signal aborts, and at once after that, without a timer', async () => {
    const ending = new AbortController();
    const paused = pause(1000, ending.signal);
    ending.abort();
    await paused;
    await pause(1000, ending.signal);
    expect(jest.getTimerCount()).toBe(0);
  });
});
