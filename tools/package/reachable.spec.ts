import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { reachable } from './reachable.mjs';

describe('the reachable files', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'reachable-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };
  const from = (...entries: string[]) => {
    const files = reachable(entries.map((entry) => join(folder, entry)));
    return files.map((file) => relative(folder, file)).sort();
  };

  it('include imports, re-exports and dynamic imports, cycles among them', () => {
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

  it('include sources, whose imports name the compiled files', () => {
    put({ 'index.ts': "export { a } from './a.js';", 'a.ts': '', 'a.spec.ts': "import './a.js';" });
    expect(from('index.ts')).toEqual(['a.ts', 'index.ts']);
  });

  it('include declarations by the imports of declarations: a file of types alone is not code', () => {
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
