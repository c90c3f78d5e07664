/**
 * Longest task of a page's main thread in a trace, in milliseconds of processor time: what else
 * runs on the machine does not count.
 *
 * @param {Buffer} trace
 */
export function longestTask(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(({ pid, tid }) => threads.has(`${pid} ${tid}`));
  if (tasks.length < 10) throw new Error('the trace has no tasks of a page');
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0) / 1000;
}
