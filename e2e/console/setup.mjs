import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import bundled from '../harness/bundled.mjs';
import withBrowser from '../page/setup.mjs';

const root = join(import.meta.dirname, '..', '..');

/** Builds the apps and the page, and finds or installs the browser. */
export default function () {
  withBrowser();
  bundled();
  const nx = createRequire(join(root, 'package.json')).resolve('nx/bin/nx.js');
  const { status, stdout } = spawnSync(process.execPath, [nx, 'build', 'eureka-console'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the page cannot be built:\n${stdout}`);
}
