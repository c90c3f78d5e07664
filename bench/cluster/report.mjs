import { machineLine } from '../registry/machine.mjs';
import { median } from '../registry/statistics.mjs';
import { shown, table } from '../markdown.mjs';
import { rowsOf } from './rows.mjs';

/** The table, as Markdown. */
export function tableOf({ figures, machine }) {
  const rows = rowsOf(figures);
  const aimed = rows.filter(({ reached }) => reached !== undefined);
  const short = aimed.filter(({ reached }) => !reached);
  return [
    machineLine(machine),
    ...othersLines(figures),
    `Medians of ${machine.rounds} rounds, in brackets the least and the most. Ours falls short of its aim in ${short.length} of ${aimed.length} rows.`,
    '',
    table(
      ['what', 'unit', 'ours', 'Java', 'Java, tuned', 'ours : Java', 'aim', 'reached'],
      rows.map(({ name, unit, ours, java, tuned, ratio, aim, reached }) => [
        name,
        unit,
        shown(ours),
        shown(java),
        shown(tuned),
        ratio?.toFixed(2),
        aim,
        reached === undefined ? undefined : reached ? 'yes' : '**no**',
      ]),
    ),
    '',
    ...bothSidesLines(figures),
  ].join('\n');
}

/** With clients at both nodes each does everything: what its own clients ask, telling it, and being told as much. */
function bothSidesLines({ cost }) {
  return Object.entries(cost ?? {}).map(([kind, { directUs, bothUs }]) => {
    const name = kind === 'ours' ? 'Ours' : 'Java';
    const perNode = 1e6 / (directUs.median + bothUs.median);
    return `${name}, by these costs: with clients at both nodes the pair takes ${(2 * perNode).toFixed(0)} heartbeats a second, the two cores full.`;
  });
}

/** What else went on: figures of a busy machine are to be made again. */
function othersLines(figures) {
  const all = Object.values(figures).flatMap((each) => Object.values(each));
  const known = all.map(({ othersBusy }) => othersBusy?.median ?? othersBusy).filter(Number.isFinite);
  if (known.length === 0) return [];
  return [
    `Other processes took ${(median(known) * 100).toFixed(0)} % of a core beside nodes, load and counting (median of all measurements).`,
  ];
}
