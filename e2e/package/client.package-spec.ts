import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { figure } from '../harness/figure.js';
import { Program } from '../harness/program.js';
import { Command } from './harness/command.js';
import { clientHome, tarballs } from './harness/home.js';

const program = 'client-program.mjs';
const runtimes: readonly [string, string, readonly string[]][] = [
  ['node', process.execPath, []],
  ['bun', String(process.env['BUN']), []],
  ['deno', String(process.env['DENO']), ['run', '--allow-all']],
];

describe('the installed client and balancer', () => {
  let server: Command;
  let registry: string;

  beforeAll(async () => {
    copyFileSync(join(__dirname, 'harness', program), join(clientHome, program));
    server = new Command(['--port=0']);
    registry = `${await server.answering()}/eureka/`;
  });
  afterAll(() => server.stop());

  /** To its end; what it printed last, read as JSON. */
  async function said(name: string, command: string, args: readonly string[]): Promise<unknown> {
    const guest = new Program(name, command, [...args, registry], {
      cwd: clientHome,
      env: { NO_COLOR: '1' },
    });
    const { code } = await guest.exited;
    if (code !== 0) throw new Error(`${name} ended with ${code} and printed:\n${guest.output}`);
    return JSON.parse(guest.lines.at(-1) ?? '');
  }

  it('bring no Nest, no Fastify, and are whole', () => {
    const { packages } = JSON.parse(
      readFileSync(join(clientHome, 'node_modules', '.package-lock.json'), 'utf8'),
    );
    const names = Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, ''));
    expect(names.filter((name) => /nestjs|fastify|rxjs|reflect-metadata/.test(name))).toEqual([]);
    execFileSync('npm', ['ls', '--all'], { cwd: clientHome, stdio: 'pipe' });
  });

  it.each(['client', 'load-balancer'])('%s is less than 60 kB packed', (name) => {
    const [file = ''] = readdirSync(tarballs).filter((each) => each.includes(`-${name}-`));
    const { size } = statSync(join(tarballs, file));
    figure(`${name}, packed`, size / 1000, 'kB');
    expect(size).toBeLessThan(60_000);
  });

  it.each(runtimes)(
    'register, hear of changes, call by name and leave, on %s',
    async (name, command, args) => {
      expect(await said(name, command, [...args, program])).toEqual({
        runtime: name,
        heard: 'added',
        answers: ['shop-1', 'shop-2'],
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
    const said = JSON.stringify([error ?? 'started', found()]);
    client.stop(() => console.log(said));
  }, 10);
});
`,
    );
    expect(await said('required', process.execPath, ['required.cjs'])).toEqual(['started', ['old-1']]);
  });
});
