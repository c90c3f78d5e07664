import { posix } from 'node:path';

const repository = 'https://github.com/eureka-nest/eureka-nest';

/**
 * Path of a page in the site. Pages of docs/zh and docs/en stay where they are; all others are
 * English, and a README is the index of its folder.
 *
 * @param {string} source path below docs/
 */
export function sitePath(source) {
  const page = source.replace(/(^|\/)README\.md$/, '$1index.md');
  return page === 'index.md' || /^(zh|en)\//.test(page) ? page : `en/${page}`;
}

/**
 * A link as the site has it. Relative links are written for the repository: those to pages and
 * their folders become absolute paths of the site, those to other files of the repository lead to
 * its host.
 *
 * @param {string} href
 * @param {string} source page that has the link, as a path below docs/
 */
export function siteLink(href, source) {
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/.exec(href) ?? [];
  if (path === '' || path.startsWith('/') || /^[a-z][a-z\d+.-]*:/i.test(path)) return href;
  const target = posix.join(posix.dirname(source), path);
  if (target.startsWith('../')) return `${repository}/blob/main/${target.replace(/^(\.\.\/)+/, '')}${rest}`;
  if (target.endsWith('.md')) return `/${sitePath(target)}${rest}`;
  return posix.extname(target) === '' ? `/${sitePath(posix.join(target, 'README.md'))}${rest}` : href;
}
