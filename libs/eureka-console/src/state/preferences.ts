import {
  computed,
  inject,
  shallowRef,
  watchEffect,
  type ComputedRef,
  type InjectionKey,
  type ShallowRef,
} from 'vue';
import { english, type Messages } from '../messages/en.js';
import { chinese } from '../messages/zh.js';

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'en' | 'zh';

export interface Preferences {
  readonly language: ShallowRef<Language>;
  readonly theme: ShallowRef<Theme>;
  readonly texts: ComputedRef<Messages>;
}

export const preferencesKey: InjectionKey<Preferences> = Symbol('preferences');
export const usePreferences = (): Preferences => inject(preferencesKey)!;
export const useTexts = (): ComputedRef<Messages> => usePreferences().texts;

/** Language and colours: as the browser wishes, until the reader chooses. */
export function createPreferences(): Preferences {
  const wanted = navigator.languages.find((each) => /^(zh|en)\b/i.test(each)) ?? 'en';
  const language = shallowRef<Language>(
    stored('language', ['en', 'zh']) ?? (/^zh/i.test(wanted) ? 'zh' : 'en'),
  );
  const theme = shallowRef<Theme>(stored('theme', ['system', 'light', 'dark']) ?? 'system');
  const texts = computed(() => (language.value === 'zh' ? chinese : english));
  watchEffect(() => {
    const root = document.documentElement;
    root.lang = texts.value.lang;
    if (theme.value === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme.value;
  });
  return { language, theme, texts };
}

/** Storage may be switched off; then a choice holds for the page. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`eureka-console-${name}`, value);
  } catch {
    return;
  }
}

function stored<Value extends string>(name: string, allowed: readonly Value[]): Value | undefined {
  try {
    const value = localStorage.getItem(`eureka-console-${name}`) as Value;
    return allowed.includes(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
