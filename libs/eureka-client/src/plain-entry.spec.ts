import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';

/** The packages that somebody loads who loads this file. */
function packagesBehind(entry: string): readonly string[] {
  const files = new Set([join(__dirname, entry)]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const [statement, name = ''] of readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b[^;]*?\bfrom '([^']+)';/gm,
    )) {
      if (/^(?:import|export) type\b/.test(statement)) continue;
      const target = join(dirname(file), name.replace(/\.js$/, '.ts'));
      if (name.startsWith('.') && existsSync(target)) files.add(target);
      if (!name.startsWith('.') && !isBuiltin(name)) packages.add(name);
    }
  }
  return [...packages].sort();
}

describe('who loads the client', () => {
  it.each([
    ['index.ts', ['@eureka-nest/protocol', '@eureka-nest/runtime/settings']],
    ['eureka-js-client/index.ts', ['@eureka-nest/protocol', '@eureka-nest/runtime/settings', 'yaml']],
    [
      'nest/index.ts',
      ['@eureka-nest/protocol', '@eureka-nest/runtime/settings', '@nestjs/common', '@nestjs/core'],
    ],
  ])('by %s loads %j', (entry, expected) => expect(packagesBehind(entry)).toEqual(expected));
});
