import { readFileSync, writeFileSync } from 'node:fs';

const begin = '<!-- call: written by `node bench/call.mjs` -->';
const end = '<!-- call: end -->';
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
    aligned([['what', 'directly', 'balanced', 'more', `under ${aim} µs more`], ...lines]),
  ].join('\n');
}

const shown = ({ median, least, most }) => `${digits(median)} (${digits(least)} to ${digits(most)})`;
const digits = (value) => value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);

/** As Prettier would write it. */
function aligned(lines) {
  const widths = lines[0].map((_, at) => Math.max(...lines.map((cells) => cells[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  return [line(lines[0]), line(widths.map((width) => '-'.repeat(width))), ...lines.slice(1).map(line)].join(
    '\n',
  );
}

/** Puts the table where it stood before. */
export function writeInto(file, table) {
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no place for the table`);
  writeFileSync(file, `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(to)}`);
}
