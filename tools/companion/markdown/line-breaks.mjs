/** @typedef {import('vitepress').MarkdownRenderer} Markdown */

const mark = /[\u3000-\u303f\uff00-\uffef“”‘’…—·]/u;
const han = /\p{Script=Han}/u;

/**
 * True if a line break between two characters stands for no blank: beside a Chinese mark, and
 * between two Chinese characters.
 *
 * @param {string} before
 * @param {string} after
 */
export const joinsWithoutBlank = (before, after) =>
  mark.test(before) || mark.test(after) || (han.test(before) && han.test(after));

/**
 * Leaves out the blank that HTML would show for a line break in a Chinese paragraph.
 *
 * @param {Markdown} md
 */
export function chineseLineBreaks(md) {
  md.renderer.rules.softbreak = (tokens, index, _options, env) => {
    if (!isChinese(env)) return '\n';
    // Emphasis and links have no text of their own; code counts as a Latin word.
    const textOf = (/** @type {typeof tokens[number] | undefined} */ token) =>
      token?.type === 'code_inline' ? 'x' : (token?.content ?? '');
    const before = textOf(tokens.slice(0, index).findLast(({ content }) => content !== ''));
    const after = textOf(tokens.slice(index + 1).find(({ content }) => content !== ''));
    return joinsWithoutBlank(before.at(-1) ?? '', after.at(0) ?? '') ? '' : '\n';
  };
}

/** True while a Chinese page is rendered. */
export const isChinese = (/** @type {{ relativePath?: string }} */ env) =>
  env.relativePath?.startsWith('zh/') ?? false;
