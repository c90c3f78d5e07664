import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const loader = join(__dirname, 'code-cache.mjs');

describe('the compiled code of a program', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'code-cache-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a program of this body in a process; returns what it prints and how it ended. */
  function run(body: string, { at = 'cache', flags = [] as string[], end = '' } = {}) {
    const start = `
      import { load, programOf } from ${JSON.stringify(loader)};
      import { writeFileSync } from 'node:fs';
      import { Script } from 'node:vm';
      writeFileSync('shop.cjs', programOf(${JSON.stringify(body)}));
      const { said } = load(process.cwd() + '/shop.cjs', process.cwd() + '/${at}');
      console.log(said);
      ${end}`;
    const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', start], {
      cwd: folder,
      encoding: 'utf8',
    });
    return stdout.trim() || stderr;
  }
  const kept = () => (existsSync(join(folder, 'cache')) ? readdirSync(join(folder, 'cache')) : []);
  const content = () => kept().map((each) => readFileSync(join(folder, 'cache', each), 'latin1'));

  it('is kept at the end of the first start, and used by the next', () => {
    expect(run('exports.said = __filename.slice(-8)')).toBe('shop.cjs');
    const [name = ''] = kept();
    const { ino } = statSync(join(folder, 'cache', name));
    expect(run('exports.said = __filename.slice(-8)')).toBe('shop.cjs');
    expect(kept()).toEqual([name]);
    // A start that had not used the file would have replaced it.
    expect(statSync(join(folder, 'cache', name)).ino).toBe(ino);
  });

  it('is not used for a text of the same length', () => {
    run('exports.said = "one"');
    expect(run('exports.said = "two"')).toBe('two');
    expect(kept()).toHaveLength(1);
  });

  it('is not used with other flags of V8, and kept for each', () => {
    run('exports.said = "one"');
    expect(run('exports.said = "one"', { flags: ['--optimize-for-size'] })).toBe('one');
    expect(kept()).toHaveLength(2);
  });

  it('is replaced if it is damaged', () => {
    run('exports.said = "one"');
    const [name = ''] = kept();
    const [whole = ''] = content();
    for (const damaged of ['', whole.slice(0, -1), `${whole.slice(0, 200)}x${whole.slice(201)}`]) {
      writeFileSync(join(folder, 'cache', name), damaged, 'latin1');
      expect(run('exports.said = "one"')).toBe('one');
      expect(content()[0]).not.toBe(damaged);
    }
  });

  it('is not kept by a start that fails', () => {
    expect(run('exports.said = "one"', { end: 'process.exit(1);' })).toBe('one');
    expect(kept()).toEqual([]);
  });

  it('may be missing where its folder cannot be written', () => {
    writeFileSync(join(folder, 'cache'), 'a file');
    expect(run('exports.said = "one"', { at: 'cache/below' })).toBe('one');
  });
});
