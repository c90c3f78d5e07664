import { TimerWheel } from './timer-wheel.js';

describe('timers of the wheel', () => {
  let wheel: TimerWheel;
  let fired: string[];
  const start = (limitMs: number, name: string) => wheel.start(limitMs, () => void fired.push(name));

  beforeEach(() => {
    jest.useFakeTimers();
    wheel = new TimerWheel();
    fired = [];
  });
  afterEach(() => void jest.useRealTimers());

  it('fire when they are due, in the order of their start', () => {
    start(100, 'first');
    jest.advanceTimersByTime(60);
    start(100, 'second');
    jest.advanceTimersByTime(39);
    expect(fired).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(fired).toEqual(['first']);
    jest.advanceTimersByTime(60);
    expect(fired).toEqual(['first', 'second']);
  });

  it('do not fire once they are cancelled, at any position in the queue', () => {
    const [first, middle, last] = ['first', 'middle', 'last'].map((name) => start(100, name));
    start(100, 'other');
    middle!.cancel();
    last!.cancel();
    first!.cancel();
    first!.cancel();
    start(100, 'late').cancel();
    jest.advanceTimersByTime(1000);
    expect(fired).toEqual(['other']);
  });

  it('share one timer of Node, and release it when none is left', () => {
    for (let call = 0; call < 1000; call++) start(100, 'call').cancel();
    start(100, 'last');
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(200);
    expect(fired).toEqual(['last']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('can be started while others fire', () => {
    wheel.start(100, () => start(100, 'again'));
    jest.advanceTimersByTime(100);
    expect(fired).toEqual([]);
    jest.advanceTimersByTime(100);
    expect(fired).toEqual(['again']);
  });

  it('fire by their limit, not by their start', () => {
    start(100, 'long');
    start(10, 'short');
    jest.advanceTimersByTime(100);
    expect(fired).toEqual(['short', 'long']);
  });
});
