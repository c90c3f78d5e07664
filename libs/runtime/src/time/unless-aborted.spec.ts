import { getEventListeners } from 'node:events';
import { unlessAborted } from './unless-aborted.js';

describe('a promise unless a signal aborts', () => {
  let caller: AbortController;
  beforeEach(() => void (caller = new AbortController()));

  it('resolves and rejects as the promise does, and leaves no listener behind', async () => {
    expect(await unlessAborted(caller.signal, Promise.resolve('done'))).toBe('done');
    await expect(unlessAborted(caller.signal, Promise.reject(new Error('no')))).rejects.toThrow('no');
    await new Promise(setImmediate);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  });

  it('rejects with the reason of the signal, before and after the start, whatever the promise does', async () => {
    let fail = (_: Error): void => undefined;
    const slow = unlessAborted(caller.signal, new Promise((_, reject) => (fail = reject)));
    caller.abort(new Error('enough'));
    await expect(slow).rejects.toThrow('enough');
    await expect(unlessAborted(caller.signal, Promise.resolve())).rejects.toThrow('enough');
    fail(new Error('late'));
    await new Promise(setImmediate);
  });
});
