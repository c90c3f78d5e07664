/**
 * @typedef {import('./settings-in-source.mjs').DeclaredSetting} DeclaredSetting
 * @typedef {import('./settings-in-source.mjs').OtherDefault} OtherDefault
 *
 * @typedef {object} PackageSettings
 * @property {string} package
 * @property {DeclaredSetting[]} settings
 * @property {OtherDefault[]} otherDefaults
 */

/**
 * Converts a default from its TypeScript source to the text of an environment variable.
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

/** Describes a kind: `oneOf('a', 'b')` as `a or b`, `listOf(url)` as `list of url`. */
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

const code = (/** @type {string} */ text) => `\`${text}\``;

/**
 * An item of a list, wrapped at 120 columns.
 *
 * @param {string} text
 */
function item(text) {
  /** @type {string[]} */
  const lines = [];
  let line = '-';
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > 120) {
      lines.push(line);
      line = ' ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** @param {DeclaredSetting} setting */
function settingItem({ env, value, doc, kind, yml }) {
  const byDefault = asInEnvironment(value);
  const facts = `${kindInWords(kind)}, ${byDefault === '' ? 'no default' : `default ${code(byDefault)}`}`;
  return item(`**${code(env)}** (${facts}): ${doc} In application.yml: ${code(yml)}.`);
}

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
    'Every setting: its environment variable, what it does, its kind, its default and its name in an `application.yml`.',
    'This page is made by `npm run env -- --write` from the options classes in `libs/`: edit those, not this page.',
    '',
    'The command and the demo apps read these variables: a variable wins over the options of an app, which win over the',
    'default. A library in your own app reads none by itself. Pass them: `new EurekaClient(fromEnv(EurekaClientOptions))`,',
    "`EurekaClientModule.forRoot({ appName: 'shop', ...fromEnv(EurekaClientOptions) })`.",
    '',
    'An empty variable counts as unset. The items of a list are separated by commas. An invalid value aborts the start with',
    'an error that names it.',
    '',
    '<!-- prettier-ignore-start -->',
  ];
  for (const { package: name, settings, otherDefaults } of packages) {
    const changed = otherDefaults.flatMap(({ owner, key, value }) => {
      const its = declared.find(
        (each) => each.key === key && (owner ? each.owner === owner : !settings.includes(each)),
      );
      return its && value !== '' ? item(`${code(its.env)}: ${code(asInEnvironment(value))}`) : [];
    });
    if (settings.length === 0 && changed.length === 0) continue;
    lines.push('', `## ${name}`);
    if (settings.length > 0) lines.push('', ...settings.flatMap(settingItem));
    if (changed.length > 0) lines.push('', 'Other defaults here:', '', ...changed);
  }
  return `${[...lines, '', '<!-- prettier-ignore-end -->'].join('\n')}\n`;
}
