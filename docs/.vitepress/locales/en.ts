import type { DefaultTheme, LocaleSpecificConfig } from 'vitepress';
import { apiSidebar, courseSidebar, referenceSidebar } from '../../../tools/companion/sidebar.mjs';

type Locale = LocaleSpecificConfig<DefaultTheme.Config> & { label: string; link: string };

export const english = (docs: string): Locale => ({
  label: 'English',
  lang: 'en',
  link: '/en/',
  description:
    'The Eureka of the Spring Cloud course in TypeScript, chapter by chapter, with a cluster in the page',
  themeConfig: {
    nav: [
      { text: 'Course', link: '/en/course/', activeMatch: '^/en/course/' },
      { text: 'Playground', link: '/en/playground.md' },
      {
        text: 'Reference',
        link: '/en/reference/',
        activeMatch: '^/en/(reference|settings|errors|security|architecture|tour)',
      },
      { text: 'API', link: '/en/api/', activeMatch: '^/en/api/' },
      { text: 'Decisions', link: '/en/adr/', activeMatch: '^/en/adr/' },
    ],
    sidebar: {
      '/en/course/': courseSidebar(docs, 'en', {
        contents: 'Contents',
        course: 'The course',
        after: 'After the course',
      }),
      '/en/api/': apiSidebar(),
      '/en/': [
        { text: 'Overview', link: '/en/reference/' },
        ...referenceSidebar(docs, 'reference/README.md'),
        { text: 'API', link: '/en/api/' },
      ],
    },
    outline: { level: [2, 3], label: 'On this page' },
    langMenuLabel: 'Change language',
  },
});
