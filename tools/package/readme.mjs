import { posix } from 'node:path';

/**
 * A README as it is published: links to files of the workspace lead to the repository, because the
 * package does not contain them.
 *
 * @param {string} text
 * @param {string} folder of the package in the workspace, such as `libs/eureka-client`
 * @param {string} repository address of the repository's pages
 */
export const publishedReadme = (text, folder, repository) =>
  text.replace(/\]\((?!https?:|mailto:|#)([^)\s]+)\)/g, (_, target) => {
    const [path = '', anchor] = target.split('#');
    const file = posix.normalize(posix.join(folder, path)).replace(/\/$/, '');
    return `](${repository}/blob/main/${file}${anchor === undefined ? '' : `#${anchor}`})`;
  });
