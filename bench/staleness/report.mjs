import { machineLine } from '../registry/machine.mjs';
import { table } from '../markdown.mjs';
import { median } from '../registry/statistics.mjs';
import { kinds } from './run.mjs';
import { systems } from './systems.mjs';

const seconds = (ms) =>
  ms === Infinity ? 'never' : ms < 950 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

/** Until the next call obeys: median and worst; and what failed meanwhile. */
export function tablesOf({ results, samples, machine }) {
  const head = ['what happens to an instance', ...Object.keys(results).map((name) => systems[name].title)];
  const lines = kinds.flatMap((kind) => [
    [`${kind}: until the next call obeys, median (worst)`, ...each(results, kind, obeyed(kind))],
    [`${kind}: failed calls, of all in that time`, ...each(results, kind, failed)],
  ]);
  return [
    `${machineLine(machine)} ${samples} of each, 1,000 calls a second in all.`,
    '',
    table(head, lines),
  ].join('\n');
}

const each = (results, kind, show) =>
  Object.entries(results).map(([name, of]) => show(of[kind], systems[name].windowMs[kind]));

/** One that still went wrong at the end of the time that was looked at may do so for ever. */
const obeyed = (kind) => (events, windowMs) => {
  const times = events.map(({ obeyedMs }) =>
    kind !== 'new' && obeyedMs > 0.95 * windowMs ? Infinity : obeyedMs,
  );
  const atLeast = times.filter((ms) => ms === Infinity).length;
  const note = atLeast > 0 ? `; ${atLeast} not within ${windowMs / 1000} s` : '';
  return `${seconds(median(times))} (${seconds(Math.max(...times))}${note})`;
};

function failed(events) {
  const sum = (key) => events.reduce((all, event) => all + event[key], 0);
  return `${sum('failed')} of ${sum('calls')}`;
}
