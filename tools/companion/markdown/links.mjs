import { relative } from 'node:path';
import { siteLink } from '../pages.mjs';

/** @typedef {import('vitepress').MarkdownRenderer} Markdown */

/**
 * Turns links that are written for the repository into links of the site.
 *
 * @param {Markdown} md
 * @param {string} docs folder of the pages
 */
export function siteLinks(md, docs) {
  md.core.ruler.push('site-links', (state) => {
    // The search knows a page by its source alone; titles of containers belong to no page.
    const file = state.env.realPath ?? state.env.path;
    if (file === undefined) return;
    const source = relative(docs, file).replaceAll('\\', '/');
    for (const token of state.tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null;
      if (href !== null) token.attrSet('href', siteLink(href, source));
    }
  });
}
