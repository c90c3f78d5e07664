import { digits, table } from '../markdown.mjs';
import { rule } from './compare.mjs';

const verdicts = {
  same: '',
  better: 'better',
  worse: '**worse**',
  moved: 'moved',
  machine: 'the machine',
};
const percent = (change) =>
  change === undefined ? '' : `${change > 0 ? '+' : ''}${(change * 100).toFixed(0)} %`;
const range = ([least, most]) => (least === most ? '' : `${digits(least)} to ${digits(most)}`);
const yesOrNo = (isMet) => (isMet === undefined ? '' : isMet ? 'yes' : '**no**');

/** The whole report in Markdown: what moved first, then every figure. */
export function reportText({ isQuick, benches, failed = [] }) {
  const rows = benches.flatMap(({ name, rows: all }) => all.map((row) => ({ name, ...row })));
  const moved = rows.filter(({ verdict }) => verdict && verdict !== 'same');
  const missed = rows.filter(({ isMet }) => isMet === false);
  return [
    `# Benchmarks${isQuick ? ', quick run' : ''}`,
    '',
    `${rows.length} figures; ${moved.length} moved; ${missed.length} miss their target. ${rule}`,
    '',
    ...busyLines(benches),
    ...failed.map(({ name, reason }) => `- not measured: ${name} (${reason})`),
    '',
    '## Moved',
    '',
    moved.length === 0
      ? 'Nothing moved beyond the noise.'
      : table(
          ['figure', 'unit', 'before', 'now', 'change', 'verdict'],
          moved.map(({ name, what, unit, before, ours, change, verdict }) => [
            `${name}: ${what}`,
            unit,
            digits(before),
            digits(ours),
            percent(change),
            verdicts[verdict],
          ]),
        ),
    ...benches.flatMap(benchText),
    '',
  ].join('\n');
}

/** Load of the machine from which on the figures are upper bounds. */
const busyLoad = 0.5;

function busyLines(benches) {
  const most = Math.max(0, ...benches.map(({ load }) => load).filter(Number.isFinite));
  if (most <= busyLoad) return [];
  return [
    `- The machine was busy (load before a bench up to ${most.toFixed(1)}): take these for upper bounds.`,
  ];
}

function benchText({ name, at, machine, versions, load, rows }) {
  const programs = [`Node ${versions.node}`, ...(versions.java ? [versions.java] : [])].join('; ');
  const shownLoad = Number.isFinite(load) ? `, load before ${load.toFixed(2)}` : '';
  return [
    '',
    `## ${name}`,
    '',
    `${at}, ${machine}${shownLoad}; ${programs}.`,
    '',
    table(
      ['figure', 'unit', 'median', 'range', 'Java', 'bare', 'ratio', 'target', 'met', 'change'],
      rows.map(({ what, unit, ours, spread, peers, ratio, target, isMet, change }) => [
        what,
        unit,
        digits(ours),
        range(spread),
        peers?.java === undefined ? '' : digits(peers.java),
        peers?.bare === undefined ? '' : digits(peers.bare),
        ratio === undefined ? '' : ratio.toFixed(2),
        target ?? '',
        yesOrNo(isMet),
        percent(change),
      ]),
    ),
  ];
}
