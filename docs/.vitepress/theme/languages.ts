import { useData } from 'vitepress';
import { computed } from 'vue';

/**
 * The languages of the menu. It replaces VitePress's function of this name, which takes it that
 * each page exists in each language.
 */
export function useLangs() {
  const { site, localeIndex, frontmatter } = useData();
  const currentLang = computed(() => site.value.locales[localeIndex.value] ?? { label: '', link: '/' });
  const localeLinks = computed(() =>
    Object.entries(site.value.locales)
      .filter(([name]) => name !== localeIndex.value)
      .map(([, { label, link = '/' }]) => ({
        text: label,
        link: (frontmatter.value['translation'] as string | undefined) ?? link,
      })),
  );
  return { localeLinks, currentLang };
}
