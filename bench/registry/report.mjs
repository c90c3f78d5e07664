import { machineLine } from './machine.mjs';
import { shown, table } from '../markdown.mjs';
import { median } from './statistics.mjs';
import { rowsOf, throughputOf } from './rows.mjs';

/** The tables, as Markdown. */
export function tablesOf({ figures, machine }) {
  const rows = rowsOf(figures);
  const short = rows.filter(({ reached }) => reached === false);
  return [
    machineLine(machine),
    `Other processes took ${(othersOf(figures) * 100).toFixed(0)} % of a core beside server and load (median of all measurements).`,
    `Medians of ${machine.rounds} rounds, in brackets the least and the most. Ours falls short of its aim in ${short.length} of ${rows.filter(({ reached }) => reached !== undefined).length} rows.`,
    '',
    table(
      ['what', 'unit', 'ours', 'Java', 'bare', 'ours : Java', 'aim', 'reached'],
      rows.map(({ name, unit, ours, java, bare, ratio, aim, reached }) => [
        name,
        unit,
        shown(ours),
        shown(java),
        shown(bare),
        ratio?.toFixed(2),
        aim,
        reached === undefined ? undefined : reached ? 'yes' : '**no**',
      ]),
    ),
    '',
    'Answers a second at full speed (none where the server could have done more, or the machine was not its own):',
    '',
    table(
      ['what', 'ours', 'Java', 'bare', 'ours : Java'],
      throughputOf(figures).map(({ name, ours, java, bare, ratio }) => [
        name,
        shown(ours),
        shown(java),
        shown(bare),
        ratio?.toFixed(2),
      ]),
    ),
    '',
    ...warmUpLines(figures),
  ].join('\n');
}

/** What else went on: figures of a busy machine are to be made again. */
function othersOf(figures) {
  const all = Object.values(figures).flatMap((each) => Object.values(each));
  return median(all.map((each) => each?.othersBusy?.median ?? each?.othersBusy).filter(Number.isFinite));
}

/** How long the JVM, and we, took to become as quick as we get. */
function warmUpLines(figures) {
  const warmUps = (kind) =>
    Object.values(figures)
      .map((each) => each?.[kind]?.warmUp)
      .filter(Boolean);
  return ['ours', 'java'].flatMap((kind) => {
    const all = warmUps(kind);
    if (all.length === 0) return [];
    const seconds = all.reduce((sum, each) => sum + each.seconds, 0);
    const name = kind === 'ours' ? 'Ours' : 'Java';
    const [heartbeat] = all;
    const unsteady = all.filter(({ isSteady }) => !isSteady).length;
    return [
      `${name} was warmed up for ${seconds.toFixed(0)} s in all, ${heartbeat.seconds.toFixed(0)} s of it with the first operation, ` +
        `which went from ${heartbeat.first.toFixed(0)} to ${heartbeat.last.toFixed(0)} µs; ${unsteady} of ${all.length} operations were still getting cheaper (more than 3 % from five batches to the next five) when patience ended.`,
    ];
  });
}
