import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonJsHome, nestHome } from './harness/home.js';

/** Program of a user: a registry, and a Nest app that registers there and calls itself by name. */
const program = (imports: string, withUndici: boolean) => `${imports}
const withUndici = ${withUndici};
async function main() {
  const registry = fastify();
  await registry.register(eureka, { port: 0 });
  const url = (await registry.listen({ port: 0, host: '127.0.0.1' })) + '/eureka/';
  const controller = class WhoController {
    who() { return { who: 'shop' }; }
  };
  Controller('who')(controller);
  Get()(controller.prototype, 'who', Object.getOwnPropertyDescriptor(controller.prototype, 'who'));
  const options = { appName: 'shop', hostname: '127.0.0.1', serviceUrls: [url], registryFetchIntervalSecs: 1 };
  const root = {
    module: class Root {},
    controllers: [controller],
    imports: [EurekaClientModule.forRoot(options)],
  };
  const app = await NestFactory.create(root, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  const client = app.get(EurekaClient);
  await client.whenRegistered();
  const balancer = new LoadBalancer({ source: client });
  while (client.instances('shop').length === 0) await client.refresh();
  const http = axios.create();
  balanceAxios(http, balancer);
  const { data } = await http.get('http://shop/who');
  const error = await http.get('http://shop/nothing').catch((each) => each);
  let statusCode = 200;
  if (withUndici) {
    const { Agent, request } = await import('undici');
    const { balancing } = await import('@eureka-nest/load-balancer/undici');
    const dispatcher = new Agent().compose(balancing(balancer));
    ({ statusCode } = await request('http://shop/who', { dispatcher }));
    await dispatcher.close();
  }
  await app.close();
  await registry.close();
  console.log(JSON.stringify([data.who, error instanceof AxiosError, statusCode]));
}
main().catch((error) => {
  console.error(error);
  process.exit(1);
});
`;

const names: readonly (readonly [string, string])[] = [
  ['fastify', '{ fastify }'],
  ['@nestjs/common', '{ Controller, Get }'],
  ['@nestjs/core', '{ NestFactory }'],
  ['@nestjs/platform-fastify', '{ FastifyAdapter }'],
  ['@eureka-nest/client', '{ EurekaClient }'],
  ['@eureka-nest/client/nest', '{ EurekaClientModule }'],
  ['@eureka-nest/load-balancer', '{ LoadBalancer }'],
  ['@eureka-nest/load-balancer/axios', '{ balanceAxios }'],
  ['@eureka-nest/server', '{ eureka }'],
];

const required = [
  "require('reflect-metadata');",
  "const axios = require('axios');",
  'const { AxiosError } = axios;',
  ...names.map(([name, what]) => `const ${what} = require('${name}');`),
].join('\n');

const imported = [
  "import 'reflect-metadata';",
  "import axios, { AxiosError } from 'axios';",
  ...names.map(([name, what]) => `import ${what} from '${name}';`),
].join('\n');

const runtimes = [
  ['20', process.execPath],
  ['22', String(process.env['NODE_22'])],
  ['24', String(process.env['NODE_24'])],
] as const;
const programs = [
  ['CommonJS, on Nest 11 and undici 7', commonJsHome, 'shop.cjs', required],
  ['ES modules, on Nest 11 and undici 7', commonJsHome, 'shop.mjs', imported],
  ['CommonJS, on Nest 12 and undici 8', nestHome, 'shop.cjs', required],
  ['ES modules, on Nest 12 and undici 8', nestHome, 'shop.mjs', imported],
] as const;

describe.each(runtimes)('a program of all packages on Node %s', (version, node) => {
  it.each(programs)('registers and calls itself by name: %s', (_what, home, file, imports) => {
    // Undici 8 needs Node 22.
    writeFileSync(join(home, file), program(imports, version !== '20' || home === commonJsHome));
    const options = { cwd: home, encoding: 'utf8', timeout: 60_000 } as const;
    const { status, stdout, stderr } = spawnSync(node, ['--no-warnings', file], options);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual(['shop', true, 200]);
  });
});
