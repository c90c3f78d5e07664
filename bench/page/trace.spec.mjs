import { longestTask } from './trace.mjs';

const thread = (tid, name) => ({ name: 'thread_name', pid: 1, tid, args: { name } });
const task = (tid, tdur) => ({ name: 'RunTask', pid: 1, tid, tdur, dur: tdur * 9 });
const trace = (...traceEvents) => Buffer.from(JSON.stringify({ traceEvents }));

describe('the longest task of a trace', () => {
  it('is that of the main thread of a page, in processor time', () => {
    const small = Array.from({ length: 10 }, () => task(7, 100));
    const all = [thread(7, 'CrRendererMain'), thread(8, 'Compositor'), task(7, 12_500), task(8, 90_000)];
    expect(longestTask(trace(...all, ...small))).toBe(12.5);
  });

  it('is no figure without tasks', () => {
    expect(() => longestTask(trace(thread(7, 'CrRendererMain')))).toThrow('no tasks');
  });
});
