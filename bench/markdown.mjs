/** Formats a table as Prettier does. */
export function table(head, rows) {
  const lines = [head, ...rows].map((cells) => head.map((_, index) => cells[index] ?? ''));
  const widths = head.map((_, index) => Math.max(3, ...lines.map((cells) => cells[index].length)));
  const line = (cells) => `| ${cells.map((cell, index) => cell.padEnd(widths[index])).join(' | ')} |`;
  return [line(lines[0]), line(widths.map((width) => '-'.repeat(width))), ...lines.slice(1).map(line)].join(
    '\n',
  );
}

/** Formats a number with three significant digits. */
export const digits = (value) => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** Formats a figure with its unit; from about a second on, milliseconds are seconds. */
export const shownValue = (value, unit) =>
  unit === 'ms' && value >= 950 ? shownValue(value / 1000, 's') : `${digits(value)} ${unit}`;

export function shown(spread) {
  if (!spread) return undefined;
  const { median, least, most } = spread;
  return least === most ? digits(median) : `${digits(median)} (${digits(least)} to ${digits(most)})`;
}

/** Wraps a text at 120 columns, as the pages are. */
export function wrapped(text) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== '' && line.length + 1 + word.length > 120) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}

/** Replaces the text between the two comments with this name. */
export function written(page, bench, name, text) {
  const begin = `<!-- ${name}: written by \`node bench/${bench}.mjs\` -->`;
  const end = `<!-- ${name}: end -->`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no place for ${name}: ${begin} and ${end}`);
  return `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`;
}

/** @param texts by the names of their places in the page */
export const updated = (page, bench, texts) =>
  Object.entries(texts).reduce((text, [name, each]) => written(text, bench, name, each), page);
