import type { DefaultTheme } from 'vitepress';

/**
 * Splits a text into words; Chinese, which has no blanks, by the dictionary of the browser. It is
 * sent to the page as source text, so it uses nothing from outside.
 */
function tokenize(text: string): string[] {
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
  return text
    .split(/[\s\p{P}\p{S}]+/u)
    .flatMap((word) =>
      /\p{Script=Han}/u.test(word) ? [...segmenter.segment(word)].map(({ segment }) => segment) : [word],
    );
}

/** Renders a page for the index without the colours of its code, which take most of the time. */
const render: DefaultTheme.LocalSearchOptions['_render'] = (source, env, md) => {
  const { highlight } = md.options;
  md.set({ highlight: null });
  try {
    const html = md.render(source, env);
    return env.frontmatter?.['search'] === false ? '' : html;
  } finally {
    md.set({ highlight });
  }
};

export const search: DefaultTheme.Config['search'] = {
  provider: 'local',
  options: {
    _render: render,
    miniSearch: { options: { tokenize } },
    locales: {
      zh: {
        translations: {
          button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
          modal: {
            displayDetails: '显示详细内容',
            resetButtonTitle: '清空',
            backButtonTitle: '关闭',
            noResultsText: '没有找到',
            footer: { selectText: '打开', navigateText: '选择', closeText: '关闭' },
          },
        },
      },
    },
  },
};
