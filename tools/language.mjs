/**
 * The user's language according to the environment: Chinese, the language of the course, or
 * English.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {'zh' | 'en'}
 */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }) {
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
}
