// npm run tour                 prints the length and the state of each page
// npm run tour -- --write      updates the code of the pages
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lengthOf, refreshed } from './tour-page.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = ['docs/tour', 'docs/zh/course', 'docs/en/course'].map((each) => join(root, each));
const write = process.argv.includes('--write');
const read = (/** @type {string} */ file) => readFileSync(join(root, file), 'utf8');

const pages = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.md'));

for (const path of pages) {
  const page = readFileSync(path, 'utf8');
  const now = refreshed(page, read);
  if (write && now !== page) writeFileSync(path, now);
  const { stops, lines } = lengthOf(now);
  const state = now === page ? 'up to date' : write ? 'written' : 'out of date';
  console.log(`${relative(root, path)}: ${stops} stops, ${lines} lines of code, ${state}`);
}
