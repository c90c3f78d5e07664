/**
 * Names of the scenarios that the playground ships, from the source of its list.
 *
 * @param {string} source
 */
export function scenarioNames(source) {
  const [, list = ''] = /scenarioTexts = \{\n([\s\S]*?)\n\}/.exec(source) ?? [];
  const names = [...list.matchAll(/^ *'?([\w-]+)'?[:,]/gm)].map(([, name = '']) => name);
  if (names.length === 0) throw new Error('no scenario was found in the list of the playground');
  return names;
}

/**
 * Scenarios that a page shows and the playground does not have.
 *
 * @param {string} file
 * @param {string} page
 * @param {readonly string[]} names
 */
export const unknownScenarios = (file, page, names) =>
  [...page.matchAll(/<Playground\b[^>]*?\bscenario="([^"]*)"/g)]
    .filter(([, name = '']) => !names.includes(name))
    .map(([, name]) => `${file}: there is no scenario "${name}"; there are ${names.join(', ')}`);
