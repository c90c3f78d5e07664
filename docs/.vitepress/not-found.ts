import type { DefaultTheme } from 'vitepress';

/** The page of a wrong address belongs to no language, so it is in both. */
export const notFound: DefaultTheme.Config['notFound'] = {
  title: '没有这个页面 · There is no such page',
  quote: '可以从目录或搜索里找。 Look for it in the contents, or search.',
  linkText: '首页 · Home',
  linkLabel: '首页 · Home',
};
