import { machineLine } from '../registry/machine.mjs';
import { median } from '../registry/statistics.mjs';
import { shown, table } from '../markdown.mjs';
import { rowsOf } from './rows.mjs';

/** Formats the figures as Markdown. */
export function tableOf({ figures, machine }) {
  const rows = rowsOf(figures);
  const aimed = rows.filter(({ reached }) => reached !== undefined);
  const short = aimed.filter(({ reached }) => !reached);
  return [
    machineLine(machine),
    ...othersLines(figures),
    `Medians of ${machine.rounds} rounds, with minimum and maximum in brackets.`,
    `Eureka Nest misses its target in ${short.length} of ${aimed.length} rows.`,
    '',
    table(
      ['what', 'unit', 'Eureka Nest', 'Java', 'Java, tuned', 'ratio', 'target', 'met'],
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

/** Estimate for clients at both nodes: each serves its own, and sends and receives replicas. */
function bothSidesLines({ cost }) {
  return Object.entries(cost ?? {}).map(([kind, { directUs, bothUs }]) => {
    const name = kind === 'ours' ? 'Eureka Nest' : 'Java';
    const perNode = 1e6 / (directUs.median + bothUs.median);
    return `- ${name}, estimated from these costs: ${(2 * perNode).toFixed(0)} heartbeats/s with clients at both nodes and both cores saturated.`;
  });
}

/** CPU used by other processes; on a busy machine the run has to be repeated. */
function othersLines(figures) {
  const all = Object.values(figures).flatMap((each) => Object.values(each));
  const known = all.map(({ othersBusy }) => othersBusy?.median ?? othersBusy).filter(Number.isFinite);
  if (known.length === 0) return [];
  return [
    `Other processes used ${(median(known) * 100).toFixed(0)} % of a core (median of all measurements).`,
  ];
}
