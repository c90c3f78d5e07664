import { FlushPace } from './flush-pace.js';

describe('the pace of a feed', () => {
  it('lets a change wait for others', () => {
    const pace = new FlushPace(10);
    expect(pace.waitMs(1_000)).toBe(10);
    pace.flushed(1_010, 1_012);
    expect(pace.waitMs(1_013)).toBe(10);
  });

  it('slows down if flushing takes long: half of the time stays for other work', () => {
    const pace = new FlushPace(10);
    pace.flushed(1_000, 1_100);
    expect(pace.waitMs(1_100)).toBe(100);
    expect(pace.waitMs(1_150)).toBe(50);
    expect(pace.waitMs(1_199)).toBe(10);
  });
});
