import { CallQueue } from './call-queue.js';

describe('the queue of calls', () => {
  const gate = () => {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    return { open, opened };
  };

  it('makes one call at a time, in order, and goes on after one that fails', async () => {
    const queue = new CallQueue();
    const story: string[] = [];
    const first = gate();
    const calls = [
      queue.add(async () => {
        story.push('first begins');
        await first.opened;
        story.push('first ends');
        throw new Error('first failed');
      }),
      queue.add(async () => void story.push('second')),
    ];
    first.open();
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(story).toEqual(['first begins', 'first ends', 'second']);
  });

  it('when closed hears out the call under way and drops the ones that wait', async () => {
    const queue = new CallQueue();
    const slow = gate();
    const begun = gate();
    const first = queue.add(async () => {
      begun.open();
      return slow.opened.then(() => 'heard');
    });
    const second = queue.add(async () => 'never made');
    await begun.opened;
    const closed = queue.close(60_000);
    slow.open();
    await closed;
    expect([await first, await second]).toEqual(['heard', undefined]);
    expect(await queue.add(async () => 'too late')).toBeUndefined();
  });

  it('breaks off a call that takes longer than its grace', async () => {
    const queue = new CallQueue();
    const begun = gate();
    const hanging = queue.add((signal) => {
      begun.open();
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve('broken off')));
    });
    await begun.opened;
    await queue.close(1);
    expect(await hanging).toBe('broken off');
  });
});
