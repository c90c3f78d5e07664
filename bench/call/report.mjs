import { table, wrapped } from '../markdown.mjs';
import { machineLine } from '../registry/machine.mjs';

const targetUs = 10;

/** Table of the results in Markdown. */
export function tableOf({ rows, machine }) {
  const lines = rows.map(({ name, direct, balanced, difference }) => [
    name,
    shown(direct),
    shown(balanced),
    shown(difference),
    difference.mean < targetUs ? 'yes' : '**no**',
  ]);
  return [
    wrapped(
      `${machineLine(machine)} µs of CPU of the calling process per call, over many pairs of small batches: ` +
        'mean of the middle half, in parentheses its range.',
    ),
    '',
    table(['call', 'direct', 'balanced', 'difference', `under ${targetUs} µs more`], lines),
  ].join('\n');
}

const shown = ({ least, mean, most }) => `${digits(mean)} (${digits(least)} to ${digits(most)})`;
const digits = (value) => value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
