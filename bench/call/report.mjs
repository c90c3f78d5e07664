import { table } from '../markdown.mjs';
import { machineLine } from '../registry/machine.mjs';

const aim = 10;

/** The table, as Markdown. */
export function tableOf({ rows, machine }) {
  const lines = rows.map(({ name, direct, balanced, difference }) => [
    name,
    shown(direct),
    shown(balanced),
    shown(difference),
    difference.mean < aim ? 'yes' : '**no**',
  ]);
  return [
    machineLine(machine),
    'µs of CPU of the calling process for one call: many pairs of small batches, the mean of their middle half, and in brackets between what that lies.',
    '',
    table(['what', 'directly', 'balanced', 'more', `under ${aim} µs more`], lines),
  ].join('\n');
}

const shown = ({ least, mean, most }) => `${digits(mean)} (${digits(least)} to ${digits(most)})`;
const digits = (value) => value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
