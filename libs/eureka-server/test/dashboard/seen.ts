import type { HtmlParts } from '../../src/dashboard/html.js';

export const textOf = (pieces: HtmlParts): string => [...pieces].map(({ text }) => text).join('');

/** What a person sees of it: no tags, single spaces. */
export const seen = (page: string | HtmlParts): string =>
  (typeof page === 'string' ? page : textOf(page))
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
    .trim();
