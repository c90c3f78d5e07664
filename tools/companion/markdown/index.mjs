import { diagram } from './diagram.mjs';
import { courseFences } from './fences.mjs';
import { chineseLineBreaks } from './line-breaks.mjs';
import { siteLinks } from './links.mjs';
import { codeMarkers } from './markers.mjs';
import { screenshots } from './screenshots.mjs';

/**
 * The rules by which the site reads the pages; docs/course/README.md describes what they mean.
 *
 * @param {import('vitepress').MarkdownRenderer} md
 * @param {string} docs folder of the pages
 */
export function courseMarkdown(md, docs) {
  codeMarkers(md);
  screenshots(md, docs);
  chineseLineBreaks(md);
  courseFences(md, diagram);
  siteLinks(md, docs);
}
