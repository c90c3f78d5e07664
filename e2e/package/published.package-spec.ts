import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkers, tarballs } from './harness/home.js';

const run = (program: string, args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(checkers, program), ...args], {
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
};

describe.each(readdirSync(tarballs))('the tarball %s', (tarball) => {
  const file = join(tarballs, tarball);

  it('is without complaint of publint', () => {
    const { status, output } = run('publint/src/cli.js', ['run', file, '--strict']);
    expect([status, output]).toEqual([0, expect.stringContaining('All good!')]);
  });

  it('has right types for every resolution, as attw says', () => {
    // The command has no library.
    if (tarball.includes('-cli-')) return;
    const { status, output } = run('@arethetypeswrong/cli/dist/index.js', [file, '--no-color']);
    expect([status, output]).toEqual([0, expect.stringContaining('No problems found')]);
  });
});
