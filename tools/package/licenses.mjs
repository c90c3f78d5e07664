import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ name: string, version: string, license: string }} Manifest */

/**
 * License texts of the packages that these files belong to. Most licenses require their text to be
 * distributed with the code.
 *
 * @param {string} root
 * @param {readonly string[]} files
 */
export function licensesOf(root, files) {
  const folders = new Set(
    files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  const entries = [...folders].sort().map((folder) => entryOf(join(root, folder)));
  return entries.join(`\n${'-'.repeat(80)}\n`);
}

function entryOf(/** @type {string} */ folder) {
  /** @type {Manifest} */
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)\b/i.test(each));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : 'the package holds no text of it';
  return `${name} ${version}: ${license}\n\n${text}\n`;
}
