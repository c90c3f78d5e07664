import { matches, stepsOf } from './page-steps.mjs';

const fenced = (info: string, body: string) => `\`\`\`${info}\n${body}\n\`\`\`\n`;

describe('the steps of a page', () => {
  it('are its stages, runs with the output below them, and screenshots', () => {
    const page = [
      fenced('sh stage', 'npm run stage b'),
      fenced('sh run any-order', 'ls'),
      fenced('output', 'a\nb'),
      '<!-- screenshot start http://localhost:7001/ -->\n',
      fenced('sh run fails copy', 'false'),
      fenced('sh', 'sleep 1000'),
      fenced('output', 'belongs to no command'),
    ].join('\n');
    const plain = { fails: false, anyOrder: false };
    expect(stepsOf(page)).toEqual([
      { ...plain, kind: 'stage', command: 'npm run stage b' },
      { ...plain, kind: 'run', command: 'ls', anyOrder: true, output: 'a\nb\n' },
      { kind: 'screenshot', name: 'start', url: 'http://localhost:7001/' },
      { ...plain, kind: 'run', command: 'false', fails: true },
    ]);
  });
});

describe('an expected output', () => {
  it.each([
    ['the same', 'a\nb', 'a\nb\n\n', true],
    ['colours', 'a', '\u001b[31ma\u001b[39m\n', true],
    ['another line', 'a\nb', 'a\nc', false],
    ['a line more', 'a', 'a\nb', false],
    ['a part of a line', 'killed (pid …)', 'killed (pid 12)', true],
    ['a part that spans no lines', 'a…b', 'a\nb', false],
    ['no lines', 'a\n…\nb', 'a\nb', true],
    ['lines', '…\nb', 'x\n\ny\nb', true],
    ['characters of patterns', '[a](b) $1', '[a](b) $1', true],
  ])('%s', (_, expected, actual, outcome) => expect(matches(expected, actual)).toBe(outcome));

  it.each([
    ['the same lines', 'b\na', 'a\nb', true],
    ['a line more', 'a', 'a\nb', false],
    ['a line more where they may be', 'a\n…', 'b\na', true],
    ['a line twice', 'a\na', 'a\nb', false],
  ])('in any order: %s', (_, expected, actual, outcome) =>
    expect(matches(expected, actual, true)).toBe(outcome),
  );
});
