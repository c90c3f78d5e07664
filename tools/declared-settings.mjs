import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { envNameRule, settingsInSource } from './settings-in-source.mjs';

/**
 * What all libs declare, a package an entry, the base packages' settings where they are declared.
 *
 * @param {string} root of the workspace
 * @returns {import('./settings-page.mjs').PackageSettings[]}
 */
export function declaredSettings(root) {
  const envNameOf = envNameRule(root);
  return readdirSync(join(root, 'libs'))
    .sort()
    .map((lib) => {
      const found = sourcesOf(join(root, 'libs', lib, 'src')).map((text) =>
        settingsInSource(text, envNameOf),
      );
      return {
        package: JSON.parse(readFileSync(join(root, 'libs', lib, 'package.json'), 'utf8')).name,
        settings: found.flatMap(({ settings }) => settings),
        otherDefaults: found.flatMap(({ otherDefaults }) => otherDefaults),
      };
    });
}

/**
 * The sources that may declare settings or give them other defaults.
 *
 * @param {string} folder
 */
function sourcesOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(\.options|[\\/]?run-[\w-]+|demo[\w-]*)\.ts$/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}
