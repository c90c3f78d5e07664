import { machineLine } from '../registry/machine.mjs';
import { table, wrapped } from '../markdown.mjs';

/** Formats the results as Markdown. */
export function tableOf({ machine, fanOut, stalled, killed }) {
  const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const mib = (value) => value.toFixed(0);
  const { readers, cpuMsPerChange } = fanOut;
  const resyncs = stalled.resyncs === stalled.readers ? `all ${stalled.readers}` : stalled.resyncs;
  const rows = [
    [
      `a change has reached half of ${readers} readers`,
      `${ms(fanOut.medianMs)} (median of ${fanOut.changes} changes)`,
    ],
    [
      'a change has reached the last reader',
      `${ms(fanOut.lastMedianMs)} (median), ${ms(fanOut.worstMs)} (worst)`,
    ],
    [
      'a heartbeat during the fan-out',
      `${ms(fanOut.heartbeatMedianMs)} (median), ${ms(fanOut.heartbeatWorstMs)} (worst)`,
    ],
    [
      'server CPU per change',
      `${ms(cpuMsPerChange)} (${((cpuMsPerChange * 1000) / readers).toFixed(1)} µs per reader)`,
    ],
    [
      'server memory per reader',
      `${fanOut.memoryPerReaderKib.toFixed(1)} KiB; ${fanOut.memoryAfterKib.toFixed(1)} KiB after all changes`,
    ],
    ['readers that fell behind', `${fanOut.resyncs}`],
    [
      '`kill -9` of an instance on the feed, until a reader has the event',
      `${ms(killed.medianMs)} (median of ${killed.times}), ${ms(killed.worstMs)} (worst)`,
    ],
    [
      `${stalled.readers} readers that do not read, ${mib(stalled.writtenMib)} MiB of events each`,
      `server memory +${mib(stalled.grownMib)} MiB (peak +${mib(stalled.peakMib)}), ` +
        `kernel socket buffers +${mib(stalled.kernelMib)} MiB; ${resyncs} got \`resync\``,
    ],
  ];
  return [wrapped(machineLine(machine)), '', table(['measured', 'result'], rows)].join('\n');
}
