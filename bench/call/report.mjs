import { table } from '../markdown.mjs';

const aim = 10;

/** The table, as Markdown. */
export function tableOf({ rows, machine }) {
  const lines = rows.map(({ name, direct, balanced, difference }) => [
    name,
    shown(direct),
    shown(balanced),
    shown(difference),
    difference.median < aim ? 'yes' : '**no**',
  ]);
  return [
    `${machine.date}, ${machine.cpu}, ${machine.cores} cores, load before the run ${machine.loadBefore.toFixed(2)}; Node ${machine.node}.`,
    `µs of CPU of the calling process for one call; medians of ${machine.rounds} pairs of batches, in brackets the least and the most.`,
    '',
    table(['what', 'directly', 'balanced', 'more', `under ${aim} µs more`], lines),
  ].join('\n');
}

const shown = ({ median, least, most }) => `${digits(median)} (${digits(least)} to ${digits(most)})`;
const digits = (value) => value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
