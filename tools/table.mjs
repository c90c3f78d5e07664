/**
 * Formats rows as aligned columns. A Chinese character is two columns wide in a terminal.
 *
 * @param {readonly (readonly string[])[]} rows
 * @param {string} [indent]
 */
export function table(rows, indent = '  ') {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const padded = (/** @type {string} */ text, /** @type {number} */ column) =>
    text + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(text)));
  return rows.map((row) => (indent + row.map(padded).join('  ')).trimEnd()).join('\n');
}

const widthOf = (/** @type {string} */ text) =>
  text.length +
  (text.match(
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/g,
  )?.length ?? 0);
