import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensured } from '../../tools/debian.mjs';
import bundled from '../harness/bundled.mjs';
import withBrowser from '../page/setup.mjs';
import { javaBuilt } from '../peers/harness/java-build.mjs';

const root = join(import.meta.dirname, '..', '..');

/** Builds the apps, the page and a Java registry, and finds or installs the browser. */
export default function () {
  withBrowser();
  bundled();
  const nx = createRequire(join(root, 'package.json')).resolve('nx/bin/nx.js');
  const { status, stdout } = spawnSync(process.execPath, [nx, 'build', 'eureka-console'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the page cannot be built:\n${stdout}`);
  const cache = (process.env.PEERS_CACHE ??= join(root, 'node_modules', '.cache', 'eureka-nest-peers'));
  mkdirSync(cache, { recursive: true });
  ensured({ programs: ['java'], from: ['openjdk-17-jdk-headless'] });
  javaBuilt('hoxton', cache);
}
