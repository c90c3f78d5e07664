import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { envNameRule, settingsInSource } from './settings-in-source.mjs';

/**
 * Settings of all libs, one entry per package; settings of the base packages are listed there.
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
 * Sources that may declare settings or change their defaults.
 *
 * @param {string} folder
 */
function sourcesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(\.options|[\\/]?run-[\w-]+|demo[\w-]*)\.ts$/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}
