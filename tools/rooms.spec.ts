import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '..');
const run = promisify(execFile);

/**
 * Runs a command of this workspace and resolves with what it printed, also when it found faults.
 */
async function output(command: string, args: readonly string[], cwd = root, input = ''): Promise<string> {
  const running = run(join(root, 'node_modules/.bin', command), [...args], { cwd });
  running.child.stdin?.end(input);
  const { stdout } = await running.catch((failed: { stdout: string }) => failed);
  return stdout;
}

/** Imports that the rules refuse, by file of a small made-up workspace. */
const refused: Record<string, string> = {
  'libs/eureka-client/src/events/a.ts': `import type { B } from './b.js';\nexport type A = B;`,
  'libs/eureka-client/src/events/b.ts': `import type { A } from './a.js';\nexport type B = A;`,
  'libs/eureka-client/src/core/impure.ts': `import { readFileSync } from 'node:fs';\nexport { readFileSync };`,
  'libs/eureka-client/src/core/upward.ts': `import type { A } from '../events/a.js';\nexport type U = A;`,
  'libs/eureka-client/src/core/timed.ts': `export { now } from '../../../runtime/src/time/clock.js';`,
  'libs/eureka-client/src/discovery/beside.ts': `export * from '../registration/registrar.js';`,
  'libs/eureka-client/src/attic/odd.ts': `export * from '../core/pure.js';`,
  'libs/eureka-server/src/http/injected.ts': `import { Logger } from '@nestjs/common';\nexport { Logger };`,
  'libs/eureka-server/src/http/entry.ts': `export * from '../index.js';`,
  'libs/eureka-server/src/http/reply.spec.ts': `import '../../test/builders/stage.js';`,
  'libs/eureka-protocol/src/json/heavy.ts': `import yaml from 'yaml';\nexport { yaml };`,
};

/** Imports that the rules allow. */
const allowed: Record<string, string> = {
  'libs/runtime/src/time/clock.ts': 'export type Clock = () => number;\nexport const now = () => 0;',
  'libs/eureka-client/src/core/pure.ts': `import type { Clock } from '../../../runtime/src/time/clock.js';\nexport type P = Clock;`,
  'libs/eureka-client/src/registration/registrar.ts': `export type { P } from '../core/pure.js';`,
  'libs/eureka-protocol/src/xml/reader.ts': `import sax from 'sax';\nexport { sax };`,
  'libs/eureka-server/src/index.ts': `export * from './nest/module.js';`,
  'libs/eureka-server/src/nest/module.ts': `import { Module } from '@nestjs/common';\nexport { Module };`,
  'libs/eureka-server/test/builders/stage.ts': `export * from '../../src/index.js';`,
};

describe('the rules of the rooms', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rooms-'));
  const broken: { rule: string; from: string; to: string }[] = [];

  beforeAll(async () => {
    for (const [file, text] of Object.entries({ ...refused, ...allowed })) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    for (const file of ['.dependency-cruiser.mjs', 'tsconfig.base.json'])
      cpSync(join(root, file), join(folder, file));
    const report = await output(
      'depcruise',
      ['--config', '.dependency-cruiser.mjs', '-T', 'json', 'libs'],
      folder,
    );
    for (const { rule, from, to } of JSON.parse(report).summary.violations) {
      broken.push({ rule: rule.name, from: from.replace(/^libs\//, ''), to: to.replace(/^libs\//, '') });
    }
  }, 30_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const filesThatBreak = (rule: string) =>
    broken.filter((each) => each.rule === rule).map(({ from, to }) => `${from} -> ${to}`);

  it.each([
    ['no-cycle', 'eureka-client/src/events/a.ts -> eureka-client/src/events/b.ts'],
    ['core-is-pure', 'eureka-client/src/core/impure.ts -> fs'],
    ['core-takes-types-of-the-clock', 'eureka-client/src/core/timed.ts -> runtime/src/time/clock.ts'],
    ['protocol-is-pure', 'eureka-protocol/src/json/heavy.ts -> yaml'],
    ['nest-stays-in-nest', 'eureka-server/src/http/injected.ts -> @nestjs/common'],
    [
      'src-imports-no-test-code',
      'eureka-server/src/http/reply.spec.ts -> eureka-server/test/builders/stage.ts',
    ],
    ['eureka-client-core-imports-down', 'eureka-client/src/core/upward.ts -> eureka-client/src/events/a.ts'],
    [
      'eureka-client-discovery-imports-down',
      'eureka-client/src/discovery/beside.ts -> eureka-client/src/registration/registrar.ts',
    ],
    ['eureka-server-http-imports-down', 'eureka-server/src/http/entry.ts -> eureka-server/src/index.ts'],
    [
      'eureka-client-has-no-unlisted-room',
      'eureka-client/src/attic/odd.ts -> eureka-client/src/core/pure.ts',
    ],
  ])('%s can fail', (rule, found) => {
    expect(filesThatBreak(rule)).toContain(found);
  });

  it('leave good imports alone', () => {
    const guilty = new Set(broken.map(({ from }) => `libs/${from}`));
    expect(Object.keys(allowed).filter((file) => guilty.has(file))).toEqual([]);
  });

  it('refuse a loose file in src/', async () => {
    const stdin = ['--stdin', '--stdin-filename', 'libs/eureka-server/src/loose.ts'];
    // The file does not exist, so no project has types for it.
    const untyped = ['--parser-options', 'project:false'];
    const noTypedRule = ['--rule', '{"@typescript-eslint/no-floating-promises": "off"}'];
    const report = await output('eslint', [...stdin, ...untyped, ...noTypedRule], root, 'export {};\n');
    expect(report).toMatch('Give this file a room: docs/architecture.md');
  }, 30_000);
});
