import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ name: string, version: string, license: string }} Manifest */

/**
 * The licenses of the packages that files come from; most of them ask that their text goes wherever their code goes.
 *
 * @param {string} root
 * @param {readonly string[]} files
 */
export function licensesOf(root, files) {
  const folders = new Set(
    files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  return [...folders].sort().map((folder) => entryOf(join(root, folder))).join(`\n${'-'.repeat(80)}\n`); // prettier-ignore
}

function entryOf(/** @type {string} */ folder) {
  /** @type {Manifest} */
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)\b/i.test(each));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : 'the package holds no text of it';
  return `${name} ${version}: ${license}\n\n${text}\n`;
}
