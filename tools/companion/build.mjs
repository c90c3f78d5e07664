// npm run docs:build    builds the companion into dist/companion. DOCS_BASE is its path on the
// server that will serve it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vitepress';
import { missingTranslations } from './checks/languages.mjs';
import { deadLinks } from './checks/links.mjs';
import { scenarioNames, unknownScenarios } from './checks/scenarios.mjs';

const base = process.env['DOCS_BASE'] || '/';
const site = 'dist/companion';

const filesBelow = (/** @type {string} */ folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.vitepress/.test(entry.parentPath))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );

/** @param {readonly string[]} faults */
function failOn(faults) {
  if (faults.length === 0) return;
  console.error(`the companion is not built:\n  ${faults.join('\n  ')}`);
  process.exit(1);
}

const pages = filesBelow('docs').filter((file) => file.endsWith('.md'));
const names = scenarioNames(readFileSync('libs/playground/src/scenarios/index.ts', 'utf8'));
failOn([
  ...missingTranslations(pages),
  ...pages.flatMap((page) =>
    unknownScenarios(`docs/${page}`, readFileSync(join('docs', page), 'utf8'), names),
  ),
]);

execFileSync(process.execPath, ['tools/companion/api/main.mjs', 'docs/en/api'], { stdio: 'inherit' });
await build('docs');
const files = new Map(
  filesBelow(site).map((file) => [
    file,
    file.endsWith('.html') ? readFileSync(join(site, file), 'utf8') : undefined,
  ]),
);
failOn(deadLinks(files, base));
console.log(`the companion is in ${site}: ${[...files.values()].filter(Boolean).length} pages`);
