// npm run tour                 prints the length and the state of each page
// npm run tour -- --write      updates the code of the pages
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lengthOf, refreshed } from './tour-page.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'docs/tour');
const write = process.argv.includes('--write');
const read = (/** @type {string} */ file) => readFileSync(join(root, file), 'utf8');

for (const name of existsSync(folder) ? readdirSync(folder).filter((each) => each.endsWith('.md')) : []) {
  const page = readFileSync(join(folder, name), 'utf8');
  const now = refreshed(page, read);
  if (write && now !== page) writeFileSync(join(folder, name), now);
  const { stops, lines } = lengthOf(now);
  const state = now === page ? 'up to date' : write ? 'written' : 'out of date';
  console.log(`${name}: ${stops} stops, ${lines} lines of code, ${state}`);
}
