import { readFileSync, writeFileSync } from 'node:fs';

/** As Prettier would write it. */
export function table(head, rows) {
  const lines = [head, ...rows].map((cells) => head.map((_, index) => cells[index] ?? ''));
  const widths = head.map((_, index) => Math.max(3, ...lines.map((cells) => cells[index].length)));
  const line = (cells) => `| ${cells.map((cell, index) => cell.padEnd(widths[index])).join(' | ')} |`;
  return [line(lines[0]), line(widths.map((width) => '-'.repeat(width))), ...lines.slice(1).map(line)].join(
    '\n',
  );
}

/** Three that mean something. */
export const digits = (value) => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

export function shown(spread) {
  if (!spread) return undefined;
  const { median, least, most } = spread;
  return least === most ? digits(median) : `${digits(median)} (${digits(least)} to ${digits(most)})`;
}

/** Puts a text between the two comments with this name, where one stood before. */
export function written(page, bench, name, text) {
  const begin = `<!-- ${name}: written by \`node bench/${bench}.mjs\` -->`;
  const end = `<!-- ${name}: end -->`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no place for ${name}: ${begin} and ${end}`);
  return `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`;
}

/** @param texts by the names of their places */
export function writeInto(file, bench, texts) {
  const page = Object.entries(texts).reduce(
    (text, [name, each]) => written(text, bench, name, each),
    readFileSync(file, 'utf8'),
  );
  writeFileSync(file, page);
}
