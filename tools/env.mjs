// npm run env                  lists every setting
// npm run env -- --write       writes docs/settings.md
// npm run env -- --check       fails if docs/settings.md is out of date
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { declaredSettings } from './declared-settings.mjs';
import { asInEnvironment, settingsPage } from './settings-page.mjs';
import { table } from './table.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs/settings.md');
const packages = declaredSettings(root);
const [wish] = process.argv.slice(2);

if (wish === '--write') {
  writeFileSync(page, settingsPage(packages));
} else if (wish === '--check') {
  if (!existsSync(page) || readFileSync(page, 'utf8') !== settingsPage(packages)) {
    console.error('docs/settings.md is out of date: run `npm run env -- --write`');
    process.exitCode = 1;
  }
} else if (wish === undefined) {
  for (const { package: name, settings } of packages.filter((each) => each.settings.length > 0)) {
    console.log(
      `\n${name}\n${table(settings.map(({ env, value, doc }) => [`${env}=${asInEnvironment(value)}`, doc]))}`,
    );
  }
} else {
  console.error(`${wish}: it is --write, --check or nothing`);
  process.exitCode = 1;
}
