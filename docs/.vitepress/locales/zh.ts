import type { DefaultTheme, LocaleSpecificConfig } from 'vitepress';
import { courseSidebar, referenceSidebar } from '../../../tools/companion/sidebar.mjs';

type Locale = LocaleSpecificConfig<DefaultTheme.Config> & { label: string; link: string };

export const chinese = (docs: string): Locale => ({
  label: '简体中文',
  lang: 'zh-CN',
  link: '/zh/',
  description: 'Spring Cloud 课程的 Eureka，用 TypeScript 逐章做一遍，集群就在页面里运行',
  themeConfig: {
    nav: [
      { text: '课程', link: '/zh/course/', activeMatch: '^/zh/course/' },
      { text: '演练场', link: '/zh/playground.md' },
      { text: '参考', link: '/zh/reference/', activeMatch: '^/zh/reference/' },
      { text: 'API（英文）', link: '/en/api/' },
      { text: '设计决策（英文）', link: '/en/adr/' },
    ],
    sidebar: {
      '/zh/course/': courseSidebar(docs, 'zh', { contents: '目录', course: '课程', after: '课程之后' }),
      '/zh/reference/': [
        { text: '总览', link: '/zh/reference/' },
        ...referenceSidebar(docs, 'zh/reference/index.md'),
      ],
    },
    outline: { level: [2, 3], label: '本页内容' },
    docFooter: { prev: '上一页', next: '下一页' },
    darkModeSwitchLabel: '外观',
    darkModeSwitchTitle: '切换到深色',
    lightModeSwitchTitle: '切换到浅色',
    sidebarMenuLabel: '目录',
    returnToTopLabel: '回到顶部',
    langMenuLabel: '切换语言',
    skipToContentLabel: '跳到正文',
  },
});
