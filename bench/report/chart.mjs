import { shownValue } from '../markdown.mjs';

const width = 720;
const left = 250;
const right = 90;
const rowHeight = 48;
const top = 56;
const bar = { height: 14, gap: 3 };
const full = width - left - right;

/** Colours that pass WCAG's contrast for graphics on both backgrounds, and texts of each scheme. */
const style = `
    .ground { fill: #ffffff; stroke: #d0d7de; }
    text { fill: #1f2328; font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; }
    .small { font-size: 12px; }
    .head { font-weight: 600; font-size: 15px; }
    .ours { fill: #1f7a4d; }
    .java { fill: #8c6d1f; }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #0d1117; stroke: #30363d; }
      text { fill: #e6edf3; }
      .ours { fill: #3fb67c; }
      .java { fill: #c9a24a; }
    }`;

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** One sentence per figure: what the chart shows, for a reader who does not see it. */
const chartText = (figures) =>
  figures
    .map(
      ({ title, unit, ours, java }) =>
        `${title}: Eureka Nest ${shownValue(ours, unit)}, Java ${shownValue(java, unit)}.`,
    )
    .join(' ');

/**
 * Chart of our figures beside Java's as SVG. In each row Java's bar has the full width; less is
 * better.
 *
 * @param {{ title: string, unit: string, ours: number, java: number }[]} figures
 */
export function chartOf(figures) {
  const height = top + figures.length * rowHeight + 8;
  const bars = figures.flatMap((figure, index) => rowOf(figure, top + index * rowHeight));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title text">`,
    '  <title id="title">Eureka Nest beside Java</title>',
    `  <desc id="text">${escaped(chartText(figures))}</desc>`,
    `  <style>${style}\n  </style>`,
    `  <rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6" />`,
    '  <text class="head" x="16" y="28">Less is better</text>',
    `  <rect class="ours" x="${left}" y="17" width="14" height="14" rx="2" />`,
    `  <text x="${left + 20}" y="29">Eureka Nest</text>`,
    `  <rect class="java" x="${left + 130}" y="17" width="14" height="14" rx="2" />`,
    `  <text x="${left + 150}" y="29">Spring Cloud Netflix (Java)</text>`,
    ...bars,
    '</svg>',
  ].join('\n')}\n`;
}

function rowOf({ title, unit, ours, java }, y) {
  const most = Math.max(ours, java);
  const line = (kind, value, at) => {
    const length = Math.max(2, (value / most) * full).toFixed(1);
    const label = Number(length) + left + 6;
    return [
      `  <rect class="${kind}" x="${left}" y="${at}" width="${length}" height="${bar.height}" rx="2" />`,
      `  <text class="small" x="${label.toFixed(1)}" y="${at + 11}">${shownValue(value, unit)}</text>`,
    ];
  };
  return [
    `  <text x="16" y="${y + bar.height + bar.gap + 3}">${escaped(title)}</text>`,
    ...line('ours', ours, y),
    ...line('java', java, y + bar.height + bar.gap),
  ];
}
