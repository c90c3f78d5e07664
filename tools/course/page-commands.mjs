/**
 * A command of a page and what it should print; the marks are described in docs/course/README.md.
 *
 * @typedef {object} PageCommand
 * @property {'stage' | 'run'} kind
 * @property {string} command
 * @property {boolean} fails its exit code must not be 0
 * @property {boolean} anyOrder
 * @property {boolean} isVerified false if the page marks it as never run yet
 * @property {string} [output] undefined if the page shows none
 */

const fence = /(<!-- unverified -->\n+)?^```(.*)\n([\s\S]*?)^```$/gm;

/**
 * Commands of a page, in order.
 *
 * @param {string} page
 * @returns {PageCommand[]}
 */
export function commandsOf(page) {
  /** @type {PageCommand[]} */
  const commands = [];
  /** @type {PageCommand | undefined} the command directly above */
  let last;
  for (const [, unverified, info = '', body = ''] of page.matchAll(fence)) {
    const [language, kind, ...marks] = info.split(' ');
    if (language === 'output' && last) last.output = body;
    last = undefined;
    if (language !== 'sh' || (kind !== 'stage' && kind !== 'run')) continue;
    last = {
      kind,
      command: body.trimEnd(),
      fails: marks.includes('fails'),
      anyOrder: marks.includes('any-order'),
      isVerified: unverified === undefined,
    };
    commands.push(last);
  }
  return commands;
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
