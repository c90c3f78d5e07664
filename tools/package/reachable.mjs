import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The files that somebody who loads these needs, by code or by types: what specs and tools alone use stays behind.
 *
 * @param {readonly string[]} entries what tsc made, `.js` or `.d.ts`, or the sources themselves
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
