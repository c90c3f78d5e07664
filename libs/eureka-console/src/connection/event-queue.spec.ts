import { EventQueue } from './event-queue.js';

describe('the queue of events', () => {
  const tasks: (() => void)[] = [];
  const runTask = () => tasks.shift()?.();
  let now = 0;
  let done: number[] = [];
  const takes = (ms: number, number: number) => () => {
    now += ms;
    done.push(number);
  };
  const start = () => {
    tasks.length = 0;
    done = [];
    return new EventQueue(
      (act) => tasks.push(act),
      () => now,
    );
  };

  it('applies them in order, in as many tasks as their time needs', () => {
    const queue = start();
    for (let number = 0; number < 6; number++) queue.add(takes(3, number));
    expect([done, tasks.length]).toEqual([[], 1]);
    runTask();
    expect([done, tasks.length]).toEqual([[0, 1, 2], 1]);
    runTask();
    expect([done, tasks.length]).toEqual([[0, 1, 2, 3, 4, 5], 0]);
  });

  it('applies at least one in each task, and those that come meanwhile', () => {
    const queue = start();
    queue.add(() => {
      takes(90, 0)();
      queue.add(takes(90, 1));
    });
    runTask();
    expect([done, tasks.length]).toEqual([[0], 1]);
    runTask();
    expect([done, tasks.length]).toEqual([[0, 1], 0]);
  });

  it('goes on after one that fails', () => {
    const queue = start();
    queue.add(() => {
      throw new Error('a defect');
    });
    queue.add(takes(1, 1));
    expect(runTask).toThrow('a defect');
    runTask();
    expect(done).toEqual([1]);
  });
});
