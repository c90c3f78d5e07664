import { computed, type ComputedRef } from 'vue';
import { useTexts } from './preferences.js';

/** Date and time as the language writes them. */
export function useTimes(): ComputedRef<{
  clock(ms: number): string;
  short(ms: number): string;
  minute(ms: number): string;
  full(ms: number): string;
}> {
  const texts = useTexts();
  return computed(() => {
    const short = new Intl.DateTimeFormat(texts.value.lang, { timeStyle: 'medium' });
    const long = new Intl.DateTimeFormat(texts.value.lang, { dateStyle: 'medium', timeStyle: 'medium' });
    const brief = new Intl.DateTimeFormat(texts.value.lang, { dateStyle: 'short', timeStyle: 'short' });
    const minute = new Intl.DateTimeFormat(texts.value.lang, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const text = (format: Intl.DateTimeFormat) => (ms: number) =>
      Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? format.format(ms) : '–';
    return { clock: text(short), short: text(brief), minute: text(minute), full: text(long) };
  });
}
