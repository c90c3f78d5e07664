import { sitePath } from '../pages.mjs';

/**
 * Pages that one language lacks. Each Chinese page has an English one, which may be a page of the
 * reference; a page of docs/en needs a Chinese one, except for the generated pages of the API.
 *
 * @param {readonly string[]} sources paths below docs/
 * @returns {string[]}
 */
export function missingTranslations(sources) {
  const english = new Set(sources.map(sitePath).filter((page) => page.startsWith('en/')));
  const chinese = sources.filter((page) => page.startsWith('zh/'));
  const written = sources.filter((page) => page.startsWith('en/') && !page.startsWith('en/api/'));
  const inOther = (/** @type {string} */ page) =>
    page.replace(/^(zh|en)\//, (own) => (own === 'zh/' ? 'en/' : 'zh/'));
  return [
    ...chinese.filter((page) => !english.has(inOther(page))),
    ...written.filter((page) => !chinese.includes(inOther(page))),
  ].map((page) => `docs/${page}: there is no ${inOther(page)}`);
}
