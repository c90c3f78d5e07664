import { Deadlines } from './timer-wheel.js';

describe('deadlines', () => {
  let deadlines: Deadlines;
  let over: string[];
  const begin = (limitMs: number, name: string) => deadlines.begin(limitMs, () => void over.push(name));

  beforeEach(() => {
    jest.useFakeTimers();
    deadlines = new Deadlines();
    over = [];
  });
  afterEach(() => void jest.useRealTimers());

  it('come when their time is over, in the order in which they began', () => {
    begin(100, 'first');
    jest.advanceTimersByTime(60);
    begin(100, 'second');
    jest.advanceTimersByTime(39);
    expect(over).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(over).toEqual(['first']);
    jest.advanceTimersByTime(60);
    expect(over).toEqual(['first', 'second']);
  });

  it('do not come once they have ended, wherever they stand', () => {
    const [first, middle, last] = ['first', 'middle', 'last'].map((name) => begin(100, name));
    begin(100, 'other');
    middle!.end();
    last!.end();
    first!.end();
    first!.end();
    begin(100, 'late').end();
    jest.advanceTimersByTime(1000);
    expect(over).toEqual(['other']);
  });

  it('share one timer, and have none when all are over', () => {
    for (let call = 0; call < 1000; call++) begin(100, 'call').end();
    begin(100, 'last');
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(200);
    expect(over).toEqual(['last']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('may begin while others come', () => {
    deadlines.begin(100, () => begin(100, 'again'));
    jest.advanceTimersByTime(100);
    expect(over).toEqual([]);
    jest.advanceTimersByTime(100);
    expect(over).toEqual(['again']);
  });

  it('are kept apart by their limit', () => {
    begin(100, 'long');
    begin(10, 'short');
    jest.advanceTimersByTime(100);
    expect(over).toEqual(['short', 'long']);
  });
});
