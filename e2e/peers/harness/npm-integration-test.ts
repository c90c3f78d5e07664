import { transformSync } from '@swc/core';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cached.js';
import { Program } from '../../harness/program.js';

export interface Verdict {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs the unchanged integration test of a published client. It was written for its authors'
 * checkout, which this imitates: the published client as `src`, its module syntax compiled to
 * CommonJS as their Babel did, their time limit, and the addresses of the registries in
 * eureka-client.yml.
 */
export async function integrationTestOf(packageName: string, bases: readonly string[]): Promise<Verdict> {
  const client = cached('npm', 'node_modules', packageName);
  const checkout = mkdtempSync(cached('npm', 'checkout-'));
  try {
    const source = readFileSync(join(client, 'test', 'integration.test.js'), 'utf8');
    const { code } = transformSync(source, { module: { type: 'commonjs' }, swcrc: false, configFile: false });
    symlinkSync(join(client, 'lib'), join(checkout, 'src'));
    mkdirSync(join(checkout, 'test'));
    writeFileSync(join(checkout, 'test', 'integration.test.js'), code);
    writeFileSync(join(checkout, 'eureka-client.yml'), addresses(bases));
    const mocha = cached('npm', 'node_modules', 'mocha', 'bin', 'mocha.js');
    const run = new Program(packageName, process.execPath, [mocha, '--timeout', '120000', 'test'], {
      cwd: checkout,
    });
    const exit = await run.exited;
    return { code: exit.code, output: run.output };
  } finally {
    rmSync(checkout, { recursive: true });
  }
}

const addresses = (bases: readonly string[]): string =>
  JSON.stringify({ eureka: { serviceUrls: { default: bases.map((each) => `${each}/eureka/v2/apps/`) } } });
