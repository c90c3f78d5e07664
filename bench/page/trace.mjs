/** Categories of a trace that {@link longestTask} reads. */
export const categories = ['toplevel', 'blink.user_timing', '__metadata'];

/** Mark that the page sets, by which its thread is found: the browser's own pages have others. */
export const ownMark = 'measured-page';

/**
 * Longest task of the page's main thread in a trace, in milliseconds of processor time: what else
 * runs on the machine does not count.
 *
 * @param {Buffer} trace
 */
export function longestTask(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const own = traceEvents.find(({ name }) => name === ownMark);
  const tasks = traceEvents.filter(({ pid, tid }) => pid === own?.pid && tid === own.tid);
  if (tasks.length < 10) throw new Error('the trace has no tasks of a page');
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0) / 1000;
}
