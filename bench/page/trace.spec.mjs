import { longestTask, ownMark } from './trace.mjs';

const mark = { name: ownMark, pid: 1, tid: 7 };
const task = (tid, tdur) => ({ name: 'RunTask', pid: 1, tid, tdur, dur: tdur * 9 });
const trace = (...traceEvents) => Buffer.from(JSON.stringify({ traceEvents }));

describe('the longest task of a trace', () => {
  it('is that of the main thread of a page, in processor time', () => {
    const small = Array.from({ length: 10 }, () => task(7, 100));
    const all = [mark, task(7, 12_500), task(8, 90_000)];
    expect(longestTask(trace(...all, ...small))).toBe(12.5);
  });

  it('is no figure without tasks', () => {
    expect(() => longestTask(trace(mark))).toThrow('no tasks');
  });
});
