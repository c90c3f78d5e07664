import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkers, clientHome, commonJsHome, nestHome } from './harness/home.js';

const root = join(__dirname, '../..');
const compilers = {
  'TypeScript 5': join(checkers, 'typescript', 'bin', 'tsc'),
  'TypeScript 7': join(root, 'node_modules', '.bin', 'tsc'),
};

/** Program of a user of client and balancer alone. */
const withoutNest = `import { EurekaClient, type ServiceInstance } from '@eureka-nest/client';
import { Eureka } from '@eureka-nest/client/eureka-js-client';
import { fixedList, LoadBalancer } from '@eureka-nest/load-balancer';
import { balancedFetch } from '@eureka-nest/load-balancer/fetch';
import { decodeInstanceDocument, type InstanceInfo } from '@eureka-nest/protocol';

export const client = new EurekaClient({ serviceUrls: ['http://localhost:8761/eureka/'] });
const balancer = new LoadBalancer({ source: client });
export const call: typeof fetch = balancedFetch(balancer);
export const found: readonly ServiceInstance[] = client.instances('shop');
export const instance: InstanceInfo = decodeInstanceDocument({}, Date.now());
export const dropIn: typeof Eureka = Eureka;
export const source = fixedList({ shop: ['http://127.0.0.1:8080'] });
// @ts-expect-error: the URLs are a list
export const wrong = new EurekaClient({ serviceUrls: 7 });
`;

/** Program of a user of everything. */
const withNest = `${withoutNest}
import axios from 'axios';
import { balanceAxios } from '@eureka-nest/load-balancer/axios';
import { Module } from '@nestjs/common';
import { fastify } from 'fastify';
import { Agent } from 'undici';
import { EurekaClientModule } from '@eureka-nest/client/nest';
import { LoadBalancerModule } from '@eureka-nest/load-balancer/nest';
import { balancing } from '@eureka-nest/load-balancer/undici';
import { eureka } from '@eureka-nest/server';
import { EurekaServerModule, runEurekaServer } from '@eureka-nest/server/nest';

const http = axios.create();
balanceAxios(http, balancer);
@Module({ imports: [EurekaClientModule.forRoot({ appName: 'shop' }), LoadBalancerModule.forRoot({ source: client })] })
export class ShopModule {}
export const dispatcher = new Agent().compose(balancing(balancer));
export const plugin = () => fastify().register(eureka, { port: 8761 });
export const registry = EurekaServerModule.forRoot({ port: 8761 });
export const start: () => Promise<void> = () => runEurekaServer({ port: 7001 });
`;

interface Case {
  readonly what: string;
  readonly home: string;
  readonly file: string;
  readonly options: readonly string[];
  readonly compilers: readonly (keyof typeof compilers)[];
}

const both = ['TypeScript 5', 'TypeScript 7'] as const;
const cases: readonly Case[] = [
  {
    what: 'commonjs with node10 resolution, on Nest 11',
    home: commonJsHome,
    file: 'node10.ts',
    options: ['--module', 'commonjs', '--moduleResolution', 'node10'],
    compilers: ['TypeScript 5'],
  },
  {
    what: 'node16 from CommonJS, on Nest 11',
    home: commonJsHome,
    file: 'node16.ts',
    options: ['--module', 'node16'],
    compilers: both,
  },
  {
    what: 'nodenext from CommonJS, on Nest 11',
    home: commonJsHome,
    file: 'nodenext.cts',
    options: ['--module', 'nodenext'],
    compilers: both,
  },
  {
    what: 'bundler resolution, on Nest 11',
    home: commonJsHome,
    file: 'bundler.ts',
    options: ['--module', 'preserve', '--moduleResolution', 'bundler'],
    compilers: both,
  },
  {
    what: 'node16 from an ES module, on Nest 12',
    home: nestHome,
    file: 'node16.ts',
    options: ['--module', 'node16'],
    compilers: both,
  },
  {
    what: 'nodenext from an ES module, on Nest 12',
    home: nestHome,
    file: 'nodenext.mts',
    options: ['--module', 'nodenext'],
    compilers: both,
  },
  {
    what: 'bundler resolution, on Nest 12',
    home: nestHome,
    file: 'bundler.ts',
    options: ['--module', 'esnext', '--moduleResolution', 'bundler'],
    compilers: both,
  },
];

describe.each(cases)('the installed packages type-check: $what', ({ home, file, options, compilers: by }) => {
  it.each(by)('by %s', (compiler) => {
    writeFileSync(join(home, file), withNest);
    const strict = ['--noEmit', '--strict', '--target', 'es2022', '--experimentalDecorators'];
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types'), '--skipLibCheck'];
    const args = [...strict, ...types, '--emitDecoratorMetadata', '--ignoreConfig', ...options, file];
    const known = compiler === 'TypeScript 5' ? args.filter((each) => each !== '--ignoreConfig') : args;
    const { status, stdout } = spawnSync(process.execPath, [compilers[compiler], ...known], {
      cwd: home,
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});

describe('client and balancer without Nest, every declaration checked too', () => {
  it.each([
    ['node16.ts', ['--module', 'node16']],
    ['bundler.ts', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ] as const)('%s', (file, options) => {
    writeFileSync(join(clientHome, file), withoutNest);
    const args = ['--noEmit', '--strict', '--target', 'es2022', '--types', 'node'];
    const types = ['--typeRoots', join(root, 'node_modules/@types')];
    const { stdout } = spawnSync(
      process.execPath,
      [compilers['TypeScript 5'], ...args, ...types, ...options, file],
      { cwd: clientHome, encoding: 'utf8' },
    );
    expect(stdout.split('\n').filter((line) => /@eureka-nest|node16|bundler/.test(line))).toEqual([]);
  });
});
