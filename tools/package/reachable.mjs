import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Files that these entries import, directly or not, as code or as types. Files of specs and tools
 * alone are not among them.
 *
 * @param {readonly string[]} entries output of tsc, `.js` or `.d.ts`, or the sources themselves
 * @returns {readonly string[]}
 */
export function reachable(entries) {
  const found = new Set(entries);
  for (const file of found) {
    const text = readFileSync(file, 'utf8');
    for (const [, path = ''] of text.matchAll(/\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)\.js["']/g)) {
      const target = join(dirname(file), path);
      const [ending = '.js'] = /\.d\.ts$|\.ts$/.exec(file) ?? [];
      if (existsSync(target + ending)) found.add(target + ending);
    }
  }
  return [...found];
}
