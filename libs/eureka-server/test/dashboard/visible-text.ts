import type { HtmlParts } from '../../src/dashboard/html.js';

export const htmlText = (parts: HtmlParts): string => [...parts].map(({ text }) => text).join('');

/** Text that a browser shows: without tags, with single spaces. */
export const visibleText = (page: string | HtmlParts): string =>
  (typeof page === 'string' ? page : htmlText(page))
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
    .trim();
