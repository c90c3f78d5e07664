import { digits, shown, table, wrapped } from '../markdown.mjs';
import { machineLine } from '../registry/machine.mjs';

export const limits = { firstPaintMs: 1000, taskMs: 50, changeMs: 300 };

/** Formats the figures as two tables: the views, and a registry on which no console is open. */
export const tableOf = ({ machine, browser, rounds, seconds, rows, idle }) =>
  [
    wrapped(
      `${machineLine(machine)} ${browser}. Ten changes a second arrive, and the heartbeats of all instances; ${rounds} ` +
        `${rounds === 1 ? 'round' : 'rounds'} of ${seconds} s; median (least to most) in ms. A task is one that blocks the page, in ` +
        `processor time: at most ${limits.taskMs} ms is the aim, ${limits.firstPaintMs} ms for the first paint, and ` +
        `${limits.changeMs} ms from a registration to its row.`,
    ),
    '',
    table(
      ['view', 'first paint', 'first data', 'longest task, loading', 'live', 'thread busy', 'change to row'],
      rows.map((row) => [
        `${row.view}, ${row.size} instances`,
        shown(row.firstPaintMs),
        shown(row.firstDataMs),
        shown(row.loadingTaskMs),
        shown(row.longestTaskMs),
        `${digits(row.busyPercent.median)} %`,
        shown(row.changeMs) ?? '',
      ]),
    ),
    ...(idle
      ? [
          '',
          table(
            ['no console is open', 'start-up, CPU s', 'start-up, s', 'idle memory, MiB'],
            Object.entries(idle).map(([kind, { cpuSeconds, wallSeconds, memoryMib }]) => [
              `${kind} the console`,
              shown(cpuSeconds),
              shown(wallSeconds),
              shown(memoryMib),
            ]),
          ),
        ]
      : []),
  ].join('\n');
