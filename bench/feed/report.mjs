import { machineLine } from '../registry/machine.mjs';
import { table } from '../markdown.mjs';

/** What was seen, as Markdown. */
export function tableOf({ machine, crowd, silent, gone }) {
  const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const rows = [
    [
      `a change, at half of ${crowd.readers} readers`,
      `${ms(crowd.medianMs)} (median of ${crowd.changes} changes)`,
    ],
    ['the same, at the last of them', `${ms(crowd.lastMedianMs)} (median), ${ms(crowd.worstMs)} (worst)`],
    [
      'a heartbeat meanwhile',
      `${ms(crowd.heartbeatMedianMs)} (median), ${ms(crowd.heartbeatWorstMs)} (worst)`,
    ],
    [
      'CPU of the server for one change',
      `${ms(crowd.cpuMsPerChange)} (${((crowd.cpuMsPerChange * 1000) / crowd.readers).toFixed(1)} µs for a reader)`,
    ],
    [
      'memory of the server for one reader',
      `${crowd.memoryPerReaderKib.toFixed(1)} KiB; after all changes ${crowd.memoryAfterKib.toFixed(1)} KiB`,
    ],
    ['readers that fell behind', `${crowd.resyncs}`],
    [
      'kill -9 of an instance that follows, until a reader knows',
      `${ms(gone.medianMs)} (median of ${gone.times}), ${ms(gone.worstMs)} (worst)`,
    ],
    [
      `${silent.readers} readers that do not read, ${silent.writtenMib.toFixed(0)} MiB for each of them`,
      `the server grew by ${silent.grownMib.toFixed(0)} MiB (at its peak ${silent.peakMib.toFixed(0)}), the kernel's sockets by ${silent.kernelMib.toFixed(0)} MiB; ${silent.resyncs} were told to fetch everything once they read again`,
    ],
  ];
  return [machineLine(machine), '', table(['what', 'seen'], rows)].join('\n');
}
