import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from '../../../tools/package/pack.mjs';
import { fromNpm } from '../../harness/from-npm.mjs';
import { javaBuilt } from '../../peers/harness/java-build.mjs';
import { ensured } from '../../../tools/debian.mjs';

const root = join(import.meta.dirname, '..', '..', '..');

/** Nothing of an npm that may have started this run. */
const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));

/**
 * Installs the tarballs in empty projects, which `home.ts` describes. The specs read the folder from
 * the environment.
 */
export default async function installed() {
  const folder = mkdtempSync(join(tmpdir(), 'eureka-nest-package-'));
  const tarballs = join(folder, 'tarballs');
  process.env.PACKAGE_FOLDER = folder;
  const cache = (process.env.PEERS_CACHE ??= join(root, 'node_modules', '.cache', 'eureka-nest-peers'));
  mkdirSync(cache, { recursive: true });
  ensured({ programs: ['java'], from: ['openjdk-17-jdk-headless'] });
  javaBuilt('spring-cloud', cache);
  Object.assign(process.env, otherRuntimes(cache));
  await pack(tarballs);
  const packed = (names) =>
    readdirSync(tarballs)
      .filter((file) => names.test(file))
      .map((file) => join(tarballs, file));
  const server = ['fastify@5', ...packed(/-(protocol|runtime|server|conformance)-/)];
  const all = [...server, ...packed(/-(client|load-balancer)-/), 'axios@1', 'reflect-metadata@0.2', 'rxjs@7'];
  const nest = (major) => ['common', 'core', 'platform-fastify'].map((name) => `@nestjs/${name}@${major}`);
  installIn(join(folder, 'command-home'), packed(/-cli-/));
  installIn(join(folder, 'home'), server);
  installIn(join(folder, 'nest-home'), [...all, ...nest(12), '@nestjs/axios@12', 'undici@8']);
  installIn(join(folder, 'common-js-home'), [...all, ...nest(11), '@nestjs/axios@4', 'undici@7'], 'commonjs');
  installIn(join(folder, 'client-home'), packed(/-(protocol|runtime|client|load-balancer)-/));
  const checkers = join(cache, 'checkers');
  fromNpm('publint, attw and TypeScript 5', checkers, [
    'publint@0.3.25',
    '@arethetypeswrong/cli@0.18.5',
    'typescript@5.9.3',
  ]);
  process.env.PACKAGE_CHECKERS = join(checkers, 'node_modules');
}

function installIn(home, packages, type = 'module') {
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), `{ "private": true, "type": "${type}" }\n`);
  const args = ['install', '--omit=dev', '--no-audit', '--no-fund', ...packages];
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: home, env: plain, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')}: exit ${status}\n${stdout}\n${stderr}`);
}

/** Bun, Deno and other versions of Node, each the one file that its package for this machine holds. */
function otherRuntimes(cache) {
  const { platform, arch } = process;
  const bun = `@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}`;
  const deno = `@deno/${platform}-${arch}${platform === 'linux' ? '-glibc' : ''}`;
  const node = `node-${platform}-${arch}`;
  const modules = fromNpm('Bun and Deno', join(cache, 'runtimes'), [`${bun}@1.4.5`, `${deno}@2.9.6`]);
  const nodeOf = (version) =>
    join(
      fromNpm(`Node ${version}`, join(cache, `node-${version}`), [`${node}@${version}`]),
      node,
      'bin/node',
    );
  const programs = {
    BUN: join(modules, bun, 'bin', 'bun'),
    DENO: join(modules, deno, 'deno'),
    NODE_22: nodeOf('22.23.5'),
    NODE_24: nodeOf('24.21.0'),
  };
  for (const each of Object.values(programs)) chmodSync(each, 0o755);
  return programs;
}
