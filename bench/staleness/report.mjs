import { machineLine } from '../registry/machine.mjs';
import { table, wrapped } from '../markdown.mjs';
import { median } from '../registry/statistics.mjs';
import { kinds } from './run.mjs';
import { systems } from './systems.mjs';

const seconds = (ms) =>
  ms === Infinity ? 'never' : ms < 950 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

/** Formats the time until each event takes effect and the calls that failed during that time. */
export function tablesOf({ results, samples, machine }) {
  const head = ['event', ...Object.keys(results).map((name) => systems[name].title)];
  const lines = kinds.flatMap((kind) => [
    [`${kind}: takes effect after, median (worst)`, ...each(results, kind, effect(kind))],
    [`${kind}: failed calls during that time`, ...each(results, kind, failed)],
  ]);
  return [
    wrapped(`${machineLine(machine)} ${samples} events of each kind, 1,000 calls/s in total.`),
    '',
    table(head, lines),
  ].join('\n');
}

const each = (results, kind, show) =>
  Object.entries(results).map(([name, of]) => show(of[kind], systems[name].windowMs[kind]));

/** An event whose last wrong call came at the end of the window may never take effect. */
const effect = (kind) => (events, windowMs) => {
  const times = events.map(({ effectMs }) =>
    kind !== 'new' && effectMs > 0.95 * windowMs ? Infinity : effectMs,
  );
  const without = times.filter((ms) => ms === Infinity).length;
  const limit = `not within ${windowMs / 1000} s`;
  if (without === times.length) return `${limit} (all ${without})`;
  const note = without > 0 ? `; ${without} ${limit}` : '';
  return `${seconds(median(times))} (${seconds(Math.max(...times))}${note})`;
};

function failed(events) {
  const sum = (key) => events.reduce((all, event) => all + event[key], 0);
  return `${sum('failed')} of ${sum('calls')}`;
}
