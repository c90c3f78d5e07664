import { shownValue, table, wrapped } from '../markdown.mjs';
import { rule } from './compare.mjs';

/** The figures at the top of the page and in the chart, by bench and row. */
const chosen = [
  ['registry', 'heartbeat, 10000 instances', 'Heartbeat (CPU)'],
  ['registry', 'register new, 10000 instances', 'Registration (CPU)'],
  ['registry', 'apps, gzip json, 10000', 'Full fetch of 10,000 (CPU)'],
  ['registry', 'start-up, wall time on two cores', 'Start-up'],
  ['registry', 'memory, 10000 instances', 'Memory, 10,000 instances'],
  ['staleness', 'a caller reacts to: new', 'New instance gets calls after'],
  ['staleness', 'a caller reacts to: kill', 'Killed instance gets none after'],
];

/** The chosen figures that both have. @param benches of a report */
export const headlineOf = (benches) =>
  chosen.flatMap(([name, what, title]) => {
    const row = benches.find((each) => each.name === name)?.rows.find((each) => each.what === what);
    const java = row?.peers?.java;
    return java === undefined ? [] : [{ title, unit: row.unit, ours: row.ours, java }];
  });

/** The beginning of the page: the figures, the chart and the targets. */
export function headlineText(benches) {
  const figures = headlineOf(benches);
  const rows = benches.flatMap(({ name, rows: all }) => all.map((row) => ({ name, ...row })));
  const aimed = rows.filter(({ isMet }) => isMet !== undefined);
  const missed = aimed.filter(({ isMet }) => !isMet);
  return [
    table(
      ['less is better', 'Eureka Nest', 'Java', 'Java / Eureka Nest'],
      figures.map(({ title, unit, ours, java }) => [
        title,
        shownValue(ours, unit),
        shownValue(java, unit),
        Number((java / ours).toPrecision(2)).toLocaleString('en'),
      ]),
    ),
    '',
    '![Bar chart of these figures: Eureka Nest beside Java](speed.svg)',
    '',
    wrapped(
      `${missed.length} of ${aimed.length} figures with a target miss it${missed.length > 0 ? ':' : '.'}`,
    ),
    ...(missed.length > 0 ? [''] : []),
    ...missed.map(({ name, what, unit, ours, target, ratio }) => {
      const beside = ratio === undefined ? '' : `, ${ratio.toFixed(2)} × Java`;
      return `- ${name}: ${what}: ${shownValue(ours, unit)}${beside} (target: ${target})`;
    }),
    '',
    wrapped(
      `\`npm run bench\` measures everything again (\`-- --quick\` for a part in under six minutes), compares it with these ` +
        `figures and writes a report. ${rule}`,
    ),
  ].join('\n');
}
