import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { reachable } from './reachable.mjs';

describe('what is reachable', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'reachable-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };
  const from = (...entries: string[]) =>
    reachable(entries.map((entry) => join(folder, entry))).map((file) => relative(folder, file)).sort(); // prettier-ignore

  it('follows imports, re-exports and what is imported when it is needed, round and round', () => {
    put({
      'index.js':
        "import './a.js';\nexport { b } from \"./b/b.js\";\nawait import('./late.js');\nimport 'node:fs';",
      'a.js': "import './index.js';",
      'b/b.js': "import x from '../a.js';",
      'late.js': '',
      'unused.js': '',
    });
    expect(from('index.js')).toEqual(['a.js', 'b/b.js', 'index.js', 'late.js']);
  });

  it('follows sources, which name what will be made of them', () => {
    put({ 'index.ts': "export { a } from './a.js';", 'a.ts': '', 'a.spec.ts': "import './a.js';" });
    expect(from('index.ts')).toEqual(['a.ts', 'index.ts']);
  });

  it('follows types on their own way: a file of types alone is no code', () => {
    put({
      'index.js': '',
      'index.d.ts': "import type { A } from './a.js';\nexport declare const b: import('./b.js').B;",
      'a.js': '',
      'a.d.ts': '',
      'b.js': '',
      'b.d.ts': '',
    });
    expect(from('index.js', 'index.d.ts')).toEqual(['a.d.ts', 'b.d.ts', 'index.d.ts', 'index.js']);
  });
});
