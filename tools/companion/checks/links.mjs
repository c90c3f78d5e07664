import { posix } from 'node:path';

/**
 * Links and pictures of a built site that lead nowhere: to no file, or to no heading of a page.
 *
 * @param {ReadonlyMap<string, string | undefined>} files text of each page; undefined for others
 * @param {string} base path of the site, which begins and ends with a slash
 * @returns {string[]}
 */
export function deadLinks(files, base) {
  const ids = new Map(
    [...files].flatMap(([file, html]) => (html === undefined ? [] : [[file, idsOf(html)]])),
  );
  return [...files].flatMap(([file, html]) =>
    [...new Set(html === undefined ? [] : targetsOf(html))]
      .filter((target) => !leadsSomewhere(target, file))
      .map((target) => `${file}: ${target}`),
  );

  function leadsSomewhere(/** @type {string} */ target, /** @type {string} */ from) {
    if (/^[a-z][a-z\d+.-]*:/i.test(target)) return true;
    const { pathname, hash } = new URL(target, `http://site${base}${from}`);
    if (!pathname.startsWith(base)) return false;
    const path = decodeURIComponent(pathname.slice(base.length));
    const file = path === '' || path.endsWith('/') ? posix.join(path, 'index.html') : path;
    if (!files.has(file)) return false;
    return hash === '' || (ids.get(file)?.has(decodeURIComponent(hash.slice(1))) ?? true);
  }
}

const unescaped = (/** @type {string} */ value) =>
  value
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
const idsOf = (/** @type {string} */ html) =>
  new Set([...html.matchAll(/ (?:id|name)="([^"]+)"/g)].map(([, id = '']) => unescaped(id)));
const targetsOf = (/** @type {string} */ html) =>
  [...html.matchAll(/<(?:a|img|link|script|source)\b[^>]*? (?:href|src)="([^"]*)"/g)].map(([, target = '']) =>
    unescaped(target),
  );
