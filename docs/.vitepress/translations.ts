import type { PageData, TransformPageContext } from 'vitepress';

/**
 * Adds the link of the page in the other language; where there is none, of the reference's
 * overview.
 */
export function withTranslation(page: PageData, { siteConfig }: TransformPageContext): void {
  const other = page.relativePath.startsWith('zh/') ? 'en/' : 'zh/';
  const wanted = page.relativePath.replace(/^(zh|en)\//, other);
  const isThere = siteConfig.pages.includes(siteConfig.rewrites.inv[wanted] ?? wanted);
  const path = isThere ? wanted : `${other}reference/index.md`;
  page.frontmatter['translation'] = `/${path.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '.html')}`;
}
