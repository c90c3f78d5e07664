import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';

/** Packages that are loaded with a source file, directly or through its imports; types are not. */
export function importedPackages(entry: string): readonly string[] {
  const files = new Set([entry]);
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
