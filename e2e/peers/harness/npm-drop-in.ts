import { transformSync } from '@swc/core';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Program } from '../../harness/program.js';
import { cached } from './cached.js';
import type { Verdict } from './npm-integration-test.js';

/** Our replacement of eureka-js-client, as it is built and published. */
const dropIn = join(
  __dirname,
  '..',
  '..',
  '..',
  'libs',
  'eureka-client',
  'dist',
  'eureka-js-client',
  'index.js',
);

/**
 * Runs the integration test of a published client on our class: `src/index` is ours, and the rest
 * is as in `integrationTestOf`.
 */
export async function integrationTestOnOurs(packageName: string, bases: readonly string[]): Promise<Verdict> {
  const client = cached('npm', 'node_modules', packageName);
  const checkout = mkdtempSync(cached('npm', 'checkout-'));
  try {
    const source = readFileSync(join(client, 'test', 'integration.test.js'), 'utf8');
    const { code } = transformSync(source, { module: { type: 'commonjs' }, swcrc: false, configFile: false });
    for (const folder of ['src', 'test']) mkdirSync(join(checkout, folder));
    writeFileSync(
      join(checkout, 'src', 'index.js'),
      `module.exports = require(${JSON.stringify(dropIn)});\n`,
    );
    writeFileSync(join(checkout, 'test', 'integration.test.js'), code);
    // Hoxton's server has no `v2` paths.
    const serviceUrls = { default: bases.map((each) => `${each}/eureka/apps/`) };
    writeFileSync(join(checkout, 'eureka-client.yml'), JSON.stringify({ eureka: { serviceUrls } }));
    const mocha = cached('npm', 'node_modules', 'mocha', 'bin', 'mocha.js');
    const run = new Program(
      `${packageName} on ours`,
      process.execPath,
      [mocha, '--timeout', '120000', 'test'],
      {
        cwd: checkout,
      },
    );
    const exit = await run.exited;
    return { code: exit.code, output: run.output };
  } finally {
    rmSync(checkout, { recursive: true });
  }
}

/** A service as the README of eureka-js-client describes it, on our class. */
export const dropInService = (app: string, port: number, bases: readonly string[]): Program =>
  new Program('the drop-in', process.execPath, [
    join(__dirname, 'npm-service-main.mjs'),
    dropIn,
    app,
    String(port),
    ...bases.map((each) => `${each}/eureka/apps/`),
  ]);
