import { digits, table, wrapped } from '../markdown.mjs';
import { machineLine } from '../registry/machine.mjs';

/** Longest wait that is allowed beside a read, in ms, by the number of instances. */
export const limits = { 10000: 10, 100000: 25 };

/** Figures of all waiting times of one row. */
export function figuresOf(waits) {
  const sorted = waits.toSorted((a, b) => a - b);
  return {
    heartbeats: sorted.length,
    worstMs: sorted.at(-1),
    p999Ms: sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.999))],
  };
}

const isOfReads = (what) => /read|page|copy/.test(what);

export function tableOf({ machine, sizes, rounds, rows }) {
  const names = [...new Set(rows.map(({ what }) => what))];
  const cell = (what, size) => {
    const row = rows.find((each) => each.what === what && each.size === size);
    if (!row) return '';
    const { worstMs, p999Ms, tookMs } = row;
    const isMissed = isOfReads(what) && worstMs > limits[size];
    const worst = isMissed ? `**${digits(worstMs)}**` : digits(worstMs);
    return `${worst} / ${digits(p999Ms)} (${(tookMs / 1000).toFixed(2)} s)`;
  };
  const head = ['beside', ...sizes.map((size) => `${size} instances`)];
  const intro =
    `${machineLine(machine)} One server on a core of its own, a heartbeat every 2 ms; ${rounds} ` +
    `${rounds === 1 ? 'round' : 'rounds'}. Each cell has the worst wait / the 99.9th percentile in ms, ` +
    'and how long the work took; bold: over the limit for reads ' +
    `(${Object.entries(limits)
      .map(([size, ms]) => `${ms} ms at ${size}`)
      .join(', ')}).`;
  return [
    wrapped(intro),
    '',
    table(
      head,
      names.map((what) => [what, ...sizes.map((size) => cell(what, size))]),
    ),
  ].join('\n');
}
