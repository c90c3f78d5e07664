import { computed, type ComputedRef, onMounted, onUnmounted, shallowRef, type ShallowRef } from 'vue';
import { english, type Texts } from '../texts/en.js';
import { chinese } from '../texts/zh.js';

export type Language = 'zh' | 'en';

/** Language of the page, and the texts in it; it follows the `lang` of the document. */
export function useLanguage(): { language: ShallowRef<Language>; texts: ComputedRef<Texts> } {
  const language = shallowRef<Language>('en');
  const read = () => (language.value = /^zh/i.test(document.documentElement.lang) ? 'zh' : 'en');
  if (typeof document !== 'undefined') read();
  let observer: MutationObserver | undefined;
  onMounted(() => {
    observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributeFilter: ['lang'] });
  });
  onUnmounted(() => observer?.disconnect());
  return { language, texts: computed(() => (language.value === 'zh' ? chinese : english)) };
}

/** True while the reader wants nothing to move. */
export function useStillness(): ShallowRef<boolean> {
  const motion = matchMedia('(prefers-reduced-motion: reduce)');
  const isStill = shallowRef(motion.matches);
  const change = () => (isStill.value = motion.matches);
  motion.addEventListener('change', change);
  onUnmounted(() => motion.removeEventListener('change', change));
  return isStill;
}
