/**
 * A person's language, from what the system says of it: the course's own, or English.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {'zh' | 'en'}
 */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }) {
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
}
