import { whenOrphaned } from './run-nx.mjs';

describe('a process that npm started', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('notices once that its parent has ended', () => {
    let parent = 7;
    let orphaned = 0;
    whenOrphaned(
      () => orphaned++,
      () => parent,
    );
    jest.advanceTimersByTime(60_000);
    expect(orphaned).toBe(0);
    parent = 1;
    jest.advanceTimersByTime(500);
    expect(orphaned).toBe(1);
    jest.advanceTimersByTime(60_000);
    expect(orphaned).toBe(1);
  });

  it('no longer checks after it was stopped', () => {
    let parent = 7;
    let orphaned = 0;
    const stop = whenOrphaned(
      () => orphaned++,
      () => parent,
    );
    stop();
    parent = 1;
    jest.advanceTimersByTime(60_000);
    expect(orphaned).toBe(0);
  });
});
