/**
 * A value of the front matter of a page, or undefined.
 *
 * @param {string} page
 * @param {string} name
 */
export function frontMatter(page, name) {
  const [, head = ''] = /^---\n([\s\S]*?)\n---/.exec(page) ?? [];
  const [, value] = new RegExp(`^${name}: *(.+)$`, 'm').exec(head) ?? [];
  return value?.replace(/ +#.*$/, '').replace(/^(['"])(.*)\1$/, '$2');
}
