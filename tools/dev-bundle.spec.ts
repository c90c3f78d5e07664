import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const files = {
  'libs/till/src/index.ts': `export const open = true;`,
  'libs/sign/src/index.ts': `import { map } from 'rxjs';\nexport const sign = map;`,
  'apps/shop-1/src/main.ts': `import { open } from '../../../libs/till/src/index.js';
import { sign } from '../../../libs/sign/src/index.js';
console.log(open, typeof sign);`,
  'apps/shop-2/src/main.ts': `import { open } from '../../../libs/till/src/index.js';\nconsole.log(open);`,
};

/** Saves each file and bundles again; prints which apps restart, and what one of them then prints. */
const script = `
  import { devBundler } from ${JSON.stringify(join(__dirname, 'dev-bundle.mjs'))};
  import { execFileSync } from 'node:child_process';
  import { readdirSync, writeFileSync } from 'node:fs';
  const { bundle, dispose } = await devBundler();
  const ours = () => readdirSync('dist/dev').filter((name) => name.endsWith('.mjs')).length;
  const steps = [await bundle(), await bundle()];
  const count = ours();
  for (const [file, text] of [
    ['libs/till/src/index.ts', 'export const open = false;'],
    ['libs/sign/src/index.ts', 'export const sign = 1;'],
    ['libs/sign/src/index.ts', 'export const sign = ;'],
    ['libs/sign/src/index.ts', "import { filter } from 'rxjs';\\nexport const sign = filter;"],
  ]) {
    writeFileSync(file, text);
    steps.push(await bundle().catch(() => 'not bundled'));
  }
  await dispose();
  const printed = execFileSync(process.execPath, ['dist/dev/shop-1.mjs'], { encoding: 'utf8' });
  console.log(JSON.stringify({ steps, printed, kept: ours() === count }));`;

describe('the bundles of dev mode', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dev-bundle-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    symlinkSync(join(__dirname, '../node_modules'), join(folder, 'node_modules'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('change for the apps that a saved file belongs to, and for no other', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([stderr.includes('Unexpected ";"'), JSON.parse(stdout || '{}')]).toEqual([
      true,
      {
        steps: [['shop-1', 'shop-2'], [], ['shop-1', 'shop-2'], ['shop-1'], 'not bundled', ['shop-1']],
        printed: 'false function\n',
        kept: true,
      },
    ]);
  });
});
