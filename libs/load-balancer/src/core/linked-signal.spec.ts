import { getEventListeners } from 'node:events';
import { linkSignals } from './linked-signal.js';

describe('a linked signal', () => {
  it('aborts with any of the others, for their reason', () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const { signal } = linkSignals(one.signal, undefined, other.signal);
    expect(signal.aborted).toBe(false);
    other.abort('enough');
    one.abort('late');
    expect(signal.reason).toBe('enough');
  });

  it('is aborted from the start if one of them is', () => {
    expect(linkSignals(AbortSignal.abort('before')).signal.reason).toBe('before');
  });

  it('aborts by itself', () => {
    const link = linkSignals();
    link.abort('by hand');
    expect(link.signal.reason).toBe('by hand');
  });

  it('adds one listener, however many links there are: Node warns at 11', () => {
    const controller = new AbortController();
    const links = Array.from({ length: 100 }, () => linkSignals(controller.signal));
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    links[0]!.release();
    controller.abort('enough');
    expect(links.map(({ signal }) => signal.reason)).toEqual([undefined, ...Array(99).fill('enough')]);
  });

  it('leaves no listener after its release', () => {
    const { signal } = new AbortController();
    for (let link = 0; link < 100; link++) linkSignals(signal).release();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
