export type Language = 'en' | 'zh';

/** Texts in English with their Chinese; `$1` stands for a group of the pattern. */
export type Phrases = readonly (readonly [english: RegExp, chinese: string])[];

/** Language of log lines, and of responses to requests that ask for neither of the two. */
export function processLanguage({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv = process.env): Language {
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en';
}

/**
 * Language of a response: the first of the two in `Accept-Language`, which browsers send in order
 * of preference.
 */
export function requestLanguage(accepted: string | undefined, env?: NodeJS.ProcessEnv): Language {
  const first = /(?:^|,)\s*(en|zh)\b/i.exec(accepted ?? '')?.[1]?.toLowerCase();
  return first === 'en' || first === 'zh' ? first : processLanguage(env);
}

/** A message with its known phrases in that language; the rest stays as it is. */
export const inLanguage = (language: Language, message: string, phrases: Phrases): string =>
  language === 'en'
    ? message
    : phrases.reduce((text, [english, chinese]) => text.replace(english, chinese), message);
