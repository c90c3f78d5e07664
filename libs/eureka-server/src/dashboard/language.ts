import { weightOf } from '@eureka-nest/runtime/http';
import type { Messages } from './messages.js';
import { english } from './messages-en.js';
import { chinese } from './messages-zh.js';

/** Messages in the available language that the browser prefers; English by default. */
export const messagesFor = (acceptLanguage = ''): Messages =>
  acceptLanguage
    .split(',')
    .map(parsePreference)
    .reduce((best, each) => (each.weight > best.weight ? each : best), { messages: english, weight: 0 })
    .messages;

/** Parses one range, as in `zh-CN;q=0.9`; an unavailable language has no weight. */
function parsePreference(range: string): { readonly messages: Messages; readonly weight: number } {
  const [, language = '', weight] = /^\s*(zh|en)\b[^;]*(?:;\s*q=([^;]*))?/i.exec(range) ?? [];
  if (language === '') return { messages: english, weight: 0 };
  return { messages: language.toLowerCase() === 'zh' ? chinese : english, weight: weightOf(weight) };
}
