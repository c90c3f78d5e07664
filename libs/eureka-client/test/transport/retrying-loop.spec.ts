import { RetryingLoop } from '../../src/transport/retrying-loop.js';
import { RecordingLogger } from '../builders/recording-logger.js';

describe('a retrying loop', () => {
  let log: RecordingLogger;
  let runs: number;
  let loop: RetryingLoop;

  beforeEach(() => {
    jest.useFakeTimers();
    log = new RecordingLogger();
    runs = 0;
    loop = aLoop(async () => {
      runs++;
      return true;
    });
  });
  afterEach(async () => {
    await loop.stop();
    jest.useRealTimers();
  });

  const aLoop = (task: () => Promise<boolean>) =>
    new RetryingLoop(task, { intervalMs: 1000, backOff: (failures) => failures * 400 }, log);
  const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  it('runs at once, then at its interval, however often it is started', async () => {
    loop.start();
    loop.start();
    await after(0);
    expect(runs).toBe(1);
    await after(999);
    expect(runs).toBe(1);
    await after(1);
    expect(runs).toBe(2);
  });

  it('backs off while the task fails, up to the interval, and starts over once it succeeds', async () => {
    const began = Date.now();
    const times: number[] = [];
    const failing = [true, true, true, true, false, true, true];
    const task = async () => {
      times.push(Date.now() - began);
      return !failing[times.length - 1];
    };
    loop = aLoop(task);
    loop.start();
    await after(5000);
    expect(times).toEqual([0, 400, 1200, 2200, 3200, 4200, 4600]);
  });

  it('runs at once when woken, also when woken during a run, and only once for many wakes', async () => {
    loop.start();
    await after(10);
    loop.wake();
    loop.wake();
    await after(0);
    expect(runs).toBe(2);

    let end = (): void => undefined;
    let slow = 0;
    const other = aLoop(() => new Promise((resolve) => (slow++, (end = () => resolve(true)))));
    other.start();
    other.wake();
    await after(0);
    other.wake();
    end();
    await after(0);
    expect(slow).toBe(2);
    end();
    const stopped = other.stop();
    await after(0);
    await stopped;
  });

  it('waits for the run in flight when stopped, and starts no other', async () => {
    let end = (): void => undefined;
    let began = 0;
    const slow = aLoop(() => new Promise((resolve) => (began++, (end = () => resolve(true)))));
    slow.start();
    let stopped = false;
    const stop = slow.stop().then(() => (stopped = true));
    await after(5000);
    expect(stopped).toBe(false);
    end();
    await stop;
    slow.wake();
    slow.start();
    await after(5000);
    expect(began).toBe(1);
  });

  it('logs a defect of the task with its stack, and goes on', async () => {
    const broken = aLoop(() => {
      runs++;
      throw new Error('broken');
    });
    broken.start();
    await after(400);
    expect(runs).toBe(2);
    expect(log.lines[0]).toMatch(/^error Error: broken\n\s+at /);
    await broken.stop();
  });
});
