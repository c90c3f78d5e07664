/**
 * @typedef {import('./settings-in-source.mjs').DeclaredSetting} DeclaredSetting
 * @typedef {import('./settings-in-source.mjs').OtherDefault} OtherDefault
 * @typedef {{ package: string, settings: DeclaredSetting[], otherDefaults: OtherDefault[] }} PackageSettings
 */

/**
 * A default as a person writes it into the environment.
 *
 * @param {string} source
 * @returns {string}
 */
export function asInEnvironment(source) {
  if (source === '{}') return '';
  const inner = /^\[(.*)\]$/s.exec(source)?.[1];
  const text = inner === undefined ? source : inner.split(',').map(asInEnvironment).join(',');
  return text
    .trim()
    .replace(/^(['"`])(.*)\1$/s, '$2')
    .replace(/(\d)_(?=\d)/g, '$1')
    .replace(/\$\{(\w+)\}/g, '<$1>');
}

/** `oneOf('sqlite', 'mysql')` is `sqlite or mysql`, `listOf(url)` a `list of url`. */
function kindInWords(/** @type {string} */ kind) {
  const words = /^oneOf\((.*)\)$/s.exec(kind)?.[1];
  if (words !== undefined)
    return words
      .replace(/['"\s]/g, '')
      .split(',')
      .join(', ')
      .replace(/, ([^,]*)$/, ' or $1');
  return kind.replace(/^listOf\((.*)\)$/, 'list of $1');
}

const code = (/** @type {string} */ text) => (text === '' ? '' : `\`${text}\``);
const row = (/** @type {string[]} */ cells) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const head = (/** @type {string[]} */ cells) => [row(cells), row(cells.map(() => '---'))];

/**
 * The page docs/settings.md.
 *
 * @param {readonly PackageSettings[]} packages
 */
export function settingsPage(packages) {
  const declared = packages.flatMap(({ settings }) => settings);
  const lines = [
    '# Settings',
    '',
    'Every setting with its environment variable, its default and the name it has in an `application.yml`.',
    'Made by `npm run env -- --write` from the options classes in `libs/`: edit those, not this page.',
    '',
    'The environment wins over what an app says, which wins over the default. An empty variable counts as unset; the',
    'parts of a list are separated by commas. A value that is not allowed stops the start and is named.',
    '',
    '<!-- prettier-ignore-start -->',
  ];
  for (const { package: name, settings, otherDefaults } of packages) {
    const changed = otherDefaults.flatMap(({ owner, key, value }) => {
      const its = declared.find(
        (each) => each.key === key && (owner ? each.owner === owner : !settings.includes(each)),
      );
      return its && value !== '' ? [row([code(its.env), code(asInEnvironment(value)), code(its.yml)])] : [];
    });
    if (settings.length === 0 && changed.length === 0) continue;
    lines.push('', `## ${name}`);
    if (settings.length > 0) {
      lines.push('', ...head(['variable', 'default', 'what it is', 'kind', 'in application.yml']));
      for (const { env, value, doc, kind, yml } of settings) {
        lines.push(row([code(env), code(asInEnvironment(value)), doc, kindInWords(kind), code(yml)]));
      }
    }
    if (changed.length > 0) {
      lines.push(
        '',
        'Other defaults here:',
        '',
        ...head(['variable', 'default', 'in application.yml']),
        ...changed,
      );
    }
  }
  return `${[...lines, '', '<!-- prettier-ignore-end -->'].join('\n')}\n`;
}
