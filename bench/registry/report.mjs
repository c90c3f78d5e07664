import { machineLine } from './machine.mjs';
import { shown, table } from '../markdown.mjs';
import { median } from './statistics.mjs';
import { rowsOf, throughputOf } from './rows.mjs';

/** Formats the figures as Markdown. */
export function tablesOf({ figures, machine }) {
  const rows = rowsOf(figures);
  const short = rows.filter(({ reached }) => reached === false);
  return [
    machineLine(machine),
    `Other processes used ${(othersOf(figures) * 100).toFixed(0)} % of a core (median of all measurements).`,
    `Medians of ${machine.rounds} rounds, with minimum and maximum in brackets.`,
    `Eureka Nest misses its target in ${short.length} of ${rows.filter(({ reached }) => reached !== undefined).length} rows.`,
    '',
    table(
      ['what', 'unit', 'Eureka Nest', 'Java', 'bare', 'ratio', 'target', 'met'],
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
    'Responses per second at full load (blank if the server used less than 90 % of its core, or the load generator over 95 %):',
    '',
    table(
      ['what', 'Eureka Nest', 'Java', 'bare', 'ratio'],
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

/** CPU used by other processes; on a busy machine the run has to be repeated. */
function othersOf(figures) {
  const all = Object.values(figures).flatMap((each) => Object.values(each));
  return median(all.map((each) => each?.othersBusy?.median ?? each?.othersBusy).filter(Number.isFinite));
}

/** Duration of the warm-up of each server. */
function warmUpLines(figures) {
  const warmUps = (kind) =>
    Object.values(figures)
      .map((each) => each?.[kind]?.warmUp)
      .filter(Boolean);
  return ['ours', 'java'].flatMap((kind) => {
    const all = warmUps(kind);
    if (all.length === 0) return [];
    const seconds = all.reduce((sum, each) => sum + each.seconds, 0);
    const name = kind === 'ours' ? 'Eureka Nest' : 'Java';
    const [heartbeat] = all;
    const unsteady = all.filter(({ isSteady }) => !isSteady).length;
    return [
      `- Warm-up of ${name}: ${seconds.toFixed(0)} s in total, ${heartbeat.seconds.toFixed(0)} s of it for the first operation, ` +
        `which fell from ${heartbeat.first.toFixed(0)} to ${heartbeat.last.toFixed(0)} µs.`,
      `  At the time limit ${unsteady} of ${all.length} operations were still improving, by more than 3 % from five batches to the next five.`,
    ];
  });
}
