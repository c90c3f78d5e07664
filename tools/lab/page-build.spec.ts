import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCurrent } from './page-build.mjs';

describe('the build of the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-build-'));
  const at = (name: string, seconds: number) => {
    const file = join(folder, name);
    writeFileSync(file, '');
    utimesSync(file, seconds, seconds);
    return file;
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is current if it is newer than every source', () => {
    mkdirSync(join(folder, 'src/views'), { recursive: true });
    at('src/main.ts', 100);
    const source = at('src/views/A.vue', 200);
    for (const each of ['src', 'src/views']) utimesSync(join(folder, each), 100, 100);
    const sources = [join(folder, 'src'), join(folder, 'missing')];
    expect(isCurrent(join(folder, 'index.html'), sources)).toBe(false);
    const built = at('index.html', 300);
    expect(isCurrent(built, sources)).toBe(true);
    utimesSync(source, 400, 400);
    expect(isCurrent(built, sources)).toBe(false);
  });
});
