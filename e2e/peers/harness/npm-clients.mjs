import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../tools/debian.mjs';

/** The two clients as published, and what their own tests need beside them. */
const packages = [
  'eureka-js-client@4.5.0',
  '@rocketsoftware/eureka-js-client@4.5.9',
  'mocha@11.7.4',
  'chai@3.5.0',
];

export function npmInstalled(cache) {
  const prefix = join(cache, 'npm');
  const there = packages.every((each) =>
    existsSync(join(prefix, 'node_modules', each.replace(/@[^@]+$/, ''))),
  );
  if (there) return;
  run('the npm clients cannot be installed', 'npm', [
    'install',
    '--prefix',
    prefix,
    '--ignore-scripts',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--loglevel=error',
    ...packages,
  ]);
}
