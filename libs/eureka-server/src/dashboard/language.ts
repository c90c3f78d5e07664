import type { Messages } from './messages.js';
import { english } from './messages-en.js';
import { chinese } from './messages-zh.js';

/** Whichever of our languages a browser likes best; English, where it asks for neither. */
export const messagesFor = (acceptLanguage = ''): Messages =>
  acceptLanguage
    .split(',')
    .map(wish)
    .reduce((best, each) => (each.weight > best.weight ? each : best), { words: english, weight: 0 }).words;

/** Of `zh-CN;q=0.9`; a language that we do not speak weighs nothing. */
function wish(range: string): { readonly words: Messages; readonly weight: number } {
  const [, language = '', weight = '1'] = /^\s*(zh|en)\b[^;]*(?:;\s*q=([^;]*))?/i.exec(range) ?? [];
  if (language === '') return { words: english, weight: 0 };
  return { words: language.toLowerCase() === 'zh' ? chinese : english, weight: Number(weight) || 0 };
}
