const longestLine = 200;
const longestCell = 120;

/**
 * Faults of a Markdown document, as lines `12: fault: text`.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function documentFaults(text) {
  return text.split('\n').flatMap((line, index) => {
    const faults = [];
    if (line.length > longestLine) faults.push(`a line of ${line.length} characters`);
    const cell = cellsOf(line).find((each) => each.length > longestCell);
    if (cell) faults.push(`a table cell of ${cell.length} characters`);
    return faults.map((fault) => `${index + 1}: ${fault}: ${line.slice(0, 80)}`);
  });
}

/**
 * Cells of a row of a table; none if the line is not a row.
 *
 * @param {string} line
 */
const cellsOf = (line) =>
  /^\s*\|.*\|\s*$/.test(line)
    ? line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim())
    : [];
