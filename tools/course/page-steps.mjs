/**
 * A command of a page and what it should print; the marks are described in docs/course/README.md.
 *
 * @typedef {object} PageCommand
 * @property {'stage' | 'run'} kind
 * @property {string} command
 * @property {boolean} fails its exit code must not be 0
 * @property {boolean} anyOrder
 * @property {string} [output] undefined if the page shows none
 */

/**
 * A picture that the page wants of what runs at that moment.
 *
 * @typedef {{ kind: 'screenshot', name: string, url: string }} PageScreenshot
 */

/** @typedef {PageCommand | PageScreenshot} PageStep */

const block = /^```(.*)\n([\s\S]*?)^```$|^<!-- screenshot (?<name>\S+) (?<url>\S+) -->$/gm;

/**
 * Commands and screenshots of a page, in order.
 *
 * @param {string} page
 * @returns {PageStep[]}
 */
export function stepsOf(page) {
  /** @type {PageStep[]} */
  const steps = [];
  /** @type {PageCommand | undefined} the command directly above */
  let last;
  for (const { 1: info = '', 2: body = '', groups } of page.matchAll(block)) {
    const { name, url } = groups ?? {};
    const above = last;
    last = undefined;
    if (name !== undefined && url !== undefined) {
      steps.push({ kind: 'screenshot', name, url });
      continue;
    }
    const [language, kind, ...marks] = info.split(' ');
    if (language === 'output' && above) above.output = body;
    if (language !== 'sh' || (kind !== 'stage' && kind !== 'run')) continue;
    last = {
      kind,
      command: body.trimEnd(),
      fails: marks.includes('fails'),
      anyOrder: marks.includes('any-order'),
    };
    steps.push(last);
  }
  return steps;
}

/**
 * True if the text is what the page expects, where `…` is any text within a line and a line of it
 * alone any number of lines.
 *
 * @param {string} expected
 * @param {string} actual
 * @param {boolean} [anyOrder]
 */
export function matches(expected, actual, anyOrder = false) {
  const wanted = linesOf(expected);
  const printed = linesOf(actual);
  if (!anyOrder) return patternOf(wanted).test(printed.map((line) => `${line}\n`).join(''));
  const left = [...printed];
  for (const line of wanted.filter((each) => each !== '…')) {
    const found = left.findIndex((each) => patternOf([line]).test(`${each}\n`));
    if (found < 0) return false;
    left.splice(found, 1);
  }
  return left.length === 0 || wanted.includes('…');
}

/** @param {readonly string[]} lines */
const patternOf = (lines) =>
  new RegExp(
    `^${lines
      .map((line) => (line === '…' ? '(?:.*\\n)*?' : `${line.split('…').map(escaped).join('.*')}\\n`))
      .join('')}$`,
  );

const escaped = (/** @type {string} */ text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Lines without colours, and without blank ones at the end.
 *
 * @param {string} text
 */
const linesOf = (text) =>
  text
    .replace(/\x1b\[[\d;]*m|\r/g, '')
    .replace(/\n+$/, '')
    .split('\n');
