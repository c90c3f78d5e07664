import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { courseMarkdown } from '../../tools/companion/markdown/index.mjs';
import { sitePath } from '../../tools/companion/pages.mjs';
import { headingId } from '../../tools/companion/heading-id.mjs';
import { english } from './locales/en';
import { chinese } from './locales/zh';
import { notFound } from './not-found';
import { search } from './search';
import { withTranslation } from './translations';

const docs = fileURLToPath(new URL('..', import.meta.url));
const languages = fileURLToPath(new URL('theme/languages.ts', import.meta.url));

const base = process.env['DOCS_BASE'] || '/';

export default defineConfig({
  title: 'Eureka Nest',
  base,
  head: [['link', { rel: 'icon', href: `${base}eureka-nest.svg` }]],
  outDir: '../dist/companion',
  cacheDir: '../dist/companion-cache',
  srcExclude: ['course/README.md'],
  rewrites: sitePath,
  // English is the root locale, so that the search counts the mapped pages as English.
  locales: { zh: chinese(docs), root: english(docs) },
  ignoreDeadLinks: 'localhostLinks',
  // A page of the course would fetch all others that its sidebar names.
  router: { prefetchLinks: false },
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    anchor: { slugify: headingId },
    config: (md) => courseMarkdown(md, docs),
  },
  // Sidebars and names of pages are the same for all pages: one file that the browser keeps.
  metaChunk: true,
  transformPageData: withTranslation,
  themeConfig: { search, externalLinkIcon: true, notFound },
  vite: {
    resolve: {
      conditions: ['@eureka-nest/source'],
      alias: [{ find: /^.*\/composables\/langs$/, replacement: languages }],
    },
    // The index of the search, which is loaded when it opens, is the only large file.
    build: { chunkSizeWarningLimit: 1500 },
  },
});
