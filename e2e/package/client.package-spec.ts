import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { figure } from '../harness/figure.js';
import { Program } from '../harness/program.js';
import { Command } from './harness/command.js';
import { clientHome, tarballs } from './harness/home.js';

const clientProgram = 'client-program.mjs';
const runtimes: readonly [string, string, readonly string[]][] = [
  ['node', process.execPath, []],
  ['bun', String(process.env['BUN']), []],
  ['deno', String(process.env['DENO']), ['run', '--allow-all']],
];

describe('the installed client and balancer', () => {
  let server: Command;
  let registry: string;

  beforeAll(async () => {
    copyFileSync(join(__dirname, 'harness', clientProgram), join(clientHome, clientProgram));
    server = new Command(['--port=0']);
    registry = `${await server.responding()}/eureka/`;
  });
  afterAll(() => server.stop());

  /** Runs a program to its end and parses its last line as JSON. */
  async function lastLineOf(name: string, command: string, args: readonly string[]): Promise<unknown> {
    const program = new Program(name, command, [...args, registry], {
      cwd: clientHome,
      env: { NO_COLOR: '1' },
    });
    const { code } = await program.exited;
    if (code !== 0) throw new Error(`${name} ended with ${code} and printed:\n${program.output}`);
    return JSON.parse(program.lines.at(-1) ?? '');
  }

  it('have no Nest, no Fastify and no axios among their dependencies, and none is missing', () => {
    const { packages } = JSON.parse(
      readFileSync(join(clientHome, 'node_modules', '.package-lock.json'), 'utf8'),
    );
    const names = Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, ''));
    expect(names.filter((name) => /nestjs|fastify|rxjs|reflect-metadata|axios/.test(name))).toEqual([]);
    execFileSync('npm', ['ls', '--all'], { cwd: clientHome, stdio: 'pipe' });
  });

  it.each(['client', 'load-balancer'])('%s is less than 100 kB packed, in both formats', (name) => {
    const [file = ''] = readdirSync(tarballs).filter((each) => each.includes(`-${name}-`));
    const { size } = statSync(join(tarballs, file));
    figure(`${name}, packed`, size / 1000, 'kB');
    expect(size).toBeLessThan(100_000);
  });

  it.each(runtimes)(
    'register, receive changes, call by name and leave, on %s',
    async (name, command, args) => {
      expect(await lastLineOf(name, command, [...args, clientProgram])).toEqual({
        runtime: name,
        event: 'added',
        responses: ['shop-1', 'shop-2'],
        afterwards: 404,
      });
    },
  );

  it('can be required, as eureka-js-client is', async () => {
    writeFileSync(
      join(clientHome, 'required.cjs'),
      `const { Eureka } = require('@eureka-nest/client/eureka-js-client');
const { hostname: host, port } = new URL(process.argv[2]);
const instance = {
  app: 'old-shop', instanceId: 'old-1', hostName: 'localhost', ipAddr: '127.0.0.1', vipAddress: 'old-shop',
  port: { $: 8080, '@enabled': true },
  dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' },
};
const logger = { debug() {}, info() {}, warn: console.error, error: console.error };
const client = new Eureka({ instance, eureka: { host, port, servicePath: '/eureka/apps/', registryFetchInterval: 100 }, logger });
client.start((error) => {
  const found = () => client.getInstancesByAppId('OLD-SHOP').map(({ instanceId }) => instanceId);
  const look = setInterval(() => {
    if (found().length === 0) return;
    clearInterval(look);
    const result = JSON.stringify([error ?? 'started', found()]);
    client.stop(() => console.log(result));
  }, 10);
});
`,
    );
    expect(await lastLineOf('required', process.execPath, ['required.cjs'])).toEqual(['started', ['old-1']]);
  });
});
