import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commentFaults } from './prose/comments.mjs';
import { documentFaults } from './prose/documents.mjs';

const root = join(__dirname, '..');

/** Files of the workspace, committed or not, outside of fixtures. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => !file.includes('/fixtures/') && existsSync(join(root, file)));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

describe('the check of comments', () => {
  const faults = (...lines: readonly string[]) => commentFaults('x.ts', lines.join('\n'));

  it.each([
    ['a preposition', '/** Of an instance. */', 'does not name its subject first'],
    ['a conjunction after a quote', '// `If` it is there.', 'does not name its subject first'],
    ['a word of the dialect', '/** Peers are told. */', '"told" in a comment'],
    ['a long line', `/** ${'word '.repeat(20)} */`, 'over 100 columns'],
    ['a name of the dialect', 'const toldAt = 1;', 'name: toldAt'],
    ['a text of the dialect', 'const text = `${1} is of no use`;', '"of no use" in a text'],
  ])('finds %s', (_, line, fault) => {
    expect(faults('const a = 1;', line, 'const b = 2;')).toEqual([expect.stringContaining(fault)]);
  });

  it('takes line comments in consecutive lines as one', () => {
    expect(
      faults('// Peers are tried in order,', '// with the preferred one first.', 'const a = 1;'),
    ).toEqual([]);
  });

  it('accepts plain comments and links', () => {
    expect(faults('/** Lease of an instance. */', `// See https://a.example/${'x'.repeat(100)}`)).toEqual([]);
  });
});

describe('the check of documents', () => {
  it('finds long lines and long cells', () => {
    const cell = 'x'.repeat(121);
    expect(documentFaults(`short\n| a | ${cell} |\n${'y'.repeat(201)}\n`)).toEqual([
      expect.stringMatching(/^2: a table cell of 121 characters/),
      expect.stringMatching(/^3: a line of 201 characters/),
    ]);
    expect(documentFaults(`| a \\| ${'x'.repeat(115)} |\n`)).toEqual([]);
  });
});

describe('the workspace', () => {
  it('has plain comments, names and texts', () => {
    const sources = files.filter((file) =>
      /^(libs\/[^/]+\/src|apps|tools|e2e|bench)\/.*\.(ts|mjs)$/.test(file),
    );
    const found = sources
      .filter((file) => !/\.spec\.|-spec\.ts$/.test(file))
      .flatMap((file) => commentFaults(file, read(file)).map((fault) => `${file}:${fault}`));
    expect(sources.length).toBeGreaterThan(500);
    expect(found).toEqual([]);
  }, 60_000);

  it('has documents with short lines and short table cells', () => {
    const documents = files.filter((file) => file.endsWith('.md'));
    const found = documents.flatMap((file) => documentFaults(read(file)).map((fault) => `${file}:${fault}`));
    expect(documents.length).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });
});
