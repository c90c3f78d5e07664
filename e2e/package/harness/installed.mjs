import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from '../../../tools/package/pack.mjs';
import { javaBuilt } from '../../peers/harness/java-build.mjs';
import { ensured } from '../../../tools/debian.mjs';

const root = join(import.meta.dirname, '..', '..', '..');

/** Nothing of an npm that may have started this run. */
const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

/** What somebody has who installs the server and Fastify in an empty folder. The specs read the two folders' names from the environment. */
export default async function installed() {
  const folder = mkdtempSync(join(tmpdir(), 'eureka-nest-package-'));
  const tarballs = join(folder, 'tarballs');
  const home = join(folder, 'home');
  process.env.PACKAGE_FOLDER = folder;
  const cache = (process.env.PEERS_CACHE ??= join(root, 'node_modules', '.cache', 'eureka-nest-peers'));
  mkdirSync(cache, { recursive: true });
  ensured({ programs: ['java'], from: ['openjdk-17-jdk-headless'] });
  javaBuilt('spring-cloud', cache);
  await pack(tarballs);
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }\n');
  const wanted = readdirSync(tarballs).filter((name) => /-(protocol|runtime|server)-/.test(name));
  const args = ['install', '--omit=dev', '--no-audit', '--no-fund', 'fastify@5'];
  const { status, stdout, stderr } = spawnSync(
    'npm',
    [...args, ...wanted.map((name) => join(tarballs, name))],
    {
      cwd: home,
      env: plain,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`npm ${args.join(' ')} …: exit ${status}\n${stdout}\n${stderr}`);
}
