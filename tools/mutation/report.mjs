// node tools/mutation/report.mjs [<report.json>] [<earlier.json>]
//
// Prints the scores of a mutation run and its survivors, one a line. With an earlier run it prints
// only survivors that are new; a file that was moved or renamed makes no difference.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { table } from '../table.mjs';

/**
 * A mutant as the report has it, with its file and what stood there.
 *
 * @typedef {object} Mutant
 * @property {string} file
 * @property {number} line
 * @property {string} status
 * @property {string} mutatorName
 * @property {string} original
 * @property {string} replacement
 */

/**
 * Reads a report of the mutation testing schema.
 *
 * @param {string} path
 * @returns {Mutant[]}
 */
function mutantsIn(path) {
  const { files } = JSON.parse(readFileSync(path, 'utf8'));
  const mutants = Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants.map((/** @type {any} */ { location, status, mutatorName, replacement }) => ({
      ...{ file, status, mutatorName, replacement: onOneLine(replacement) },
      line: location.start.line,
      original: onOneLine(textAt(lines, location)),
    }));
  });
  return mutants.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

/**
 * @param {readonly string[]} lines
 * @typedef {{ line: number, column: number }} Place both counted from 1
 *
 * @param {{ start: Place, end: Place }} location
 */
function textAt(lines, { start, end }) {
  const text = lines.slice(start.line - 1, end.line);
  text.push((text.pop() ?? '').slice(0, end.column - 1));
  return [(text.shift() ?? '').slice(start.column - 1), ...text].join('\n');
}

const onOneLine = (/** @type {string} */ text) => text.replace(/\s+/g, ' ').trim();

const lives = (/** @type {Mutant} */ { status }) => status === 'Survived' || status === 'NoCoverage';

/** @param {Mutant} mutant where it stands is left out */
const identityOf = ({ mutatorName, original, replacement }) =>
  [mutatorName, original, replacement].join('\0');

/**
 * Leaves out as many of a kind as the earlier run had.
 *
 * @param {readonly Mutant[]} survivors
 * @param {readonly Mutant[]} earlier
 */
function newAmong(survivors, earlier) {
  /** @type {Map<string, number>} */
  const known = new Map();
  for (const each of earlier.map(identityOf)) known.set(each, (known.get(each) ?? 0) + 1);
  return survivors.filter((mutant) => {
    const left = known.get(identityOf(mutant)) ?? 0;
    known.set(identityOf(mutant), left - 1);
    return left <= 0;
  });
}

/**
 * The score of each library, of each folder in it, and of all together.
 *
 * @param {readonly Mutant[]} mutants
 */
function scores(mutants) {
  const lib = ({ file = '' }) => file.split('/').slice(0, 2).join('/');
  const folder = ({ file = '' }) => dirname(file);
  const names = [...new Set(mutants.flatMap((mutant) => [lib(mutant), folder(mutant)]))].sort();
  const rows = names.map((name) =>
    scoreRow(
      name,
      mutants.filter((each) => lib(each) === name || folder(each) === name),
    ),
  );
  return table([
    ['', 'score', 'killed', 'timeout', 'survived', 'no spec'],
    ...rows,
    scoreRow('all', mutants),
  ]);
}

/**
 * @param {string} name
 * @param {readonly Mutant[]} mutants
 */
function scoreRow(name, mutants) {
  const count = (/** @type {string} */ wanted) => mutants.filter(({ status }) => status === wanted).length;
  const [caught, missed] = [count('Killed') + count('Timeout'), count('Survived') + count('NoCoverage')];
  const score = `${((100 * caught) / (caught + missed || 1)).toFixed(1)} %`;
  return [name, score, ...['Killed', 'Timeout', 'Survived', 'NoCoverage'].map((each) => `${count(each)}`)];
}

/** @param {Mutant} mutant */
const lineOf = ({ file, line, status, mutatorName, original, replacement }) =>
  `${file}:${line} ${status === 'NoCoverage' ? '(no spec) ' : ''}${mutatorName}: ${short(original)} → ${short(replacement) || 'nothing'}`;

const short = (/** @type {string} */ text) => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

const [path = 'reports/mutation.json', earlier] = process.argv.slice(2);
const mutants = mutantsIn(path);
const survivors = mutants.filter(lives);
const shown = earlier ? newAmong(survivors, mutantsIn(earlier).filter(lives)) : survivors;
console.log(scores(mutants));
console.log(`\n${shown.length} survivors${earlier ? ` that ${earlier} does not have` : ''}`);
for (const each of shown) console.log(lineOf(each));
