import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { figure } from '../harness/figure.js';
import { commandHome, home, nestHome, tarballs } from './harness/home.js';

const root = join(__dirname, '../..');
const modules = join(home, 'node_modules');
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
const copiesIn = (folder: string) =>
  filesIn(folder)
    .filter((file) => /(fastify|@nestjs\/(core|common))\/package\.json$/.test(file))
    .sort();
const sizeOf = (folder: string) =>
  filesIn(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);

describe('the installed packages', () => {
  it('are whole and bring nothing but what they run on', () => {
    const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8'));
    const names = Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, ''));
    expect(names).toContain('fastify');
    const tools =
      /^(typescript|esbuild|nx|jest|eslint|prettier|typeorm|libsql|mysql2|fast-check|@(swc|types|nx|jest)\/.+)$/;
    expect(names.filter((name) => tools.test(name))).toEqual([]);
    // Says by its exit code whether something is missing, superfluous or of a wrong version.
    execFileSync('npm', ['ls', '--all'], { cwd: home, stdio: 'pipe' });
  });

  it('have one Fastify among them, and no Nest', () => {
    expect(copiesIn(modules)).toEqual(['fastify/package.json']);
  });

  it('use the one Nest and the one Fastify of a Nest application', () => {
    expect(copiesIn(join(nestHome, 'node_modules'))).toEqual(
      ['@nestjs/common', '@nestjs/core', '@nestjs/platform-fastify', 'fastify'].map(
        (name) => `${name}/package.json`,
      ),
    );
  });

  it.each(readdirSync(join(modules, '@eureka-nest')))(
    'hold code, types, license and a page about it: %s',
    (name) => {
      const folder = join(modules, '@eureka-nest', name);
      const files = filesIn(folder);
      const perFolder = new Map<string, number>();
      for (const file of files) perFolder.set(dirname(file), (perFolder.get(dirname(file)) ?? 0) + 1);
      const list = [...perFolder].map(([each, count]) => `${each}: ${count}`).join(', ');
      process.stderr.write(`      ${name}: ${files.length} files (${list})\n`);
      figure(`${name}, installed`, sizeOf(folder) / 1024, 'KiB');
      expect(files).toEqual(
        expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
      );
      const odd = files.filter(
        (file) =>
          !/^(LICENSE|README\.md|package\.json|dist\/cjs\/package\.json|dist\/.+\.(d\.ts|js))$/.test(file) &&
          !(name === 'server' && file.startsWith('console-page/')),
      );
      expect(odd).toEqual([]);
      expect(files.filter((file) => /\.spec\.|recordings|\/cli\//.test(file))).toEqual([]);
      for (const file of files.filter((each) => each.endsWith('.js')))
        expect(readFileSync(join(folder, file), 'utf8')).not.toContain('sourceMappingURL');
    },
  );

  it('are small', () => {
    for (const file of readdirSync(tarballs)) figure(file, statSync(join(tarballs, file)).size / 1024, 'KiB');
    const all = sizeOf(modules) / 1024 / 1024;
    figure('everything installed', all, 'MiB');
    expect(all).toBeLessThan(60);
  });

  it('are one file without dependencies, where they are the command', () => {
    const installedThere = readdirSync(join(commandHome, 'node_modules'));
    expect(installedThere.filter((each) => !each.startsWith('.'))).toEqual(['@eureka-nest']);
    const files = filesIn(join(commandHome, 'node_modules/@eureka-nest'));
    expect(files).toContain('cli/dist/console-page/index.html');
    expect(files.filter((each) => !each.startsWith('cli/dist/console-page/')).sort()).toEqual(
      [
        ...['LICENSE', 'README.md', 'package.json'],
        ...['dist/eureka-server.mjs', 'dist/eureka-server.mjs.LICENSES.txt'],
      ]
        .map((each) => `cli/${each}`)
        .sort(),
    );
  });

  it('name the license of all that is inside the command', () => {
    const licenses = readFileSync(
      join(commandHome, 'node_modules/@eureka-nest/cli/dist/eureka-server.mjs.LICENSES.txt'),
      'utf8',
    );
    for (const name of ['fastify', '@nestjs/core', 'rxjs', 'yaml', 'sax'])
      expect(licenses).toContain(`\n${name} `);
    // Its package holds no text, only the name of the license.
    expect(licenses.match(/^.+(?=\n\nthe package)/gm)).toEqual([
      expect.stringMatching(/^abstract-logging .+: MIT$/),
    ]);
  });
});

describe('the installed library', () => {
  /** A program of its user, which prints what it finds as JSON. */
  const run = (name: string, text: string, cwd = home): unknown => {
    writeFileSync(join(cwd, name), text);
    const { status, stdout, stderr } = spawnSync(process.execPath, [name], { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  };

  const guest = `{ instance: { instanceId: 'guest-1', app: 'GUESTS', hostName: 'h', ipAddr: '127.0.0.1', status: 'UP',
    dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' } } }`;

  it('is a plugin of any Fastify', () => {
    const found = run(
      'plain-fastify.mjs',
      `import fastify from 'fastify';
import { eureka } from '@eureka-nest/server';
const app = fastify();
await app.register(eureka, { myUrl: 'http://127.0.0.1:8761/eureka/' });
const base = await app.listen({ port: 0, host: '127.0.0.1' });
const headers = { 'content-type': 'application/json', accept: 'application/json' };
const registered = await fetch(base + '/eureka/apps/GUESTS', { method: 'POST', headers, body: JSON.stringify(${guest}) });
const { application } = await (await fetch(base + '/eureka/apps/GUESTS', { headers })).json();
const console_ = await fetch(base + '/console');
await app.close();
console.log(JSON.stringify([registered.status, application.instance[0].instanceId, console_.status]));
`,
    );
    expect(found).toEqual([204, 'guest-1', 200]);
  });

  it('is a module of a Nest application, on the same copy of Nest', () => {
    const found = run(
      'nest.mjs',
      `import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { RegistryService } from '@eureka-nest/server';
import { EurekaServerModule } from '@eureka-nest/server/nest';
const root = { module: class Root {}, imports: [EurekaServerModule.forRoot({ userPassword: 'secret' })] };
const app = await NestFactory.create(root, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
const { status } = await fetch((await app.getUrl()) + '/eureka/apps');
const { size } = app.get(RegistryService);
await app.close();
console.log(JSON.stringify([status, size]));
`,
      nestHome,
    );
    expect(found).toEqual([401, 0]);
  });

  it('is typed', () => {
    writeFileSync(
      join(nestHome, 'typed.mts'),
      `import fastify from 'fastify';
import { eureka, EurekaServerOptions, netflixDefaults } from '@eureka-nest/server';
import { EurekaServerModule, runEurekaServer } from '@eureka-nest/server/nest';
import { decodeInstanceDocument, type InstanceInfo } from '@eureka-nest/protocol';
const app = fastify();
await app.register(eureka, { ...netflixDefaults, port: 8761, peers: ['http://localhost:8762/eureka/'] });
// @ts-expect-error: a port is a number
EurekaServerModule.forRoot({ port: '8761' });
// @ts-expect-error: there is no such option
EurekaServerModule.forRoot({ prt: 8761 });
export const instance: InstanceInfo = decodeInstanceDocument({}, Date.now());
export const start: () => Promise<void> = () => runEurekaServer(new EurekaServerOptions({ port: 7001 }));
`,
    );
    const args = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    const types = ['--typeRoots', join(root, 'node_modules/@types')];
    const tsc = join(root, 'node_modules/.bin/tsc');
    const { stdout, status } = spawnSync(tsc, [...args, ...types, '--skipLibCheck', 'typed.mts'], {
      cwd: nestHome,
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('has a test kit of its own entry', () => {
    expect(
      run(
        'kit.mjs',
        "import * as kit from '@eureka-nest/conformance';\nconsole.log(JSON.stringify(Object.keys(kit)));\n",
      ),
    ).toContain('itSpeaksEureka');
  });
});
