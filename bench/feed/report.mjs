import { machineLine } from '../registry/machine.mjs';
import { shown, table, wrapped } from '../markdown.mjs';

/** Most that following may cost, in percent of a core. */
export const followingLimit = 3;

/** Formats the results as Markdown; a part that was not measured has no table. */
export const tableOf = ({ machine, fanOut, stalled, killed, clients }) =>
  [
    ...(fanOut && stalled && killed ? [feedTable({ machine, fanOut, stalled, killed })] : []),
    ...(clients ? [followingTable(clients)] : []),
  ].join('\n\n');

function followingTable({ machine, following }) {
  const [{ instances, changesPerSecond }] = following;
  const intro =
    `A client that follows ${instances} instances and picks one of a service a hundred times a second: CPU of its whole process, ` +
    `in percent of a core, while nothing changes and while ${changesPerSecond} instances change each second. ${machineLine(machine)}`;
  const rows = following.map(({ services, idlePercent, changingPercent }) => [
    services === 1 ? 'all in one service' : `in ${services} services`,
    shown(idlePercent),
    shown(changingPercent),
    changingPercent.median < followingLimit ? 'yes' : '**no**',
  ]);
  const head = ['instances', 'at rest', `${changesPerSecond} changes/s`, `under ${followingLimit} %`];
  return [wrapped(intro), '', table(head, rows)].join('\n');
}

function feedTable({ machine, fanOut, stalled, killed }) {
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
