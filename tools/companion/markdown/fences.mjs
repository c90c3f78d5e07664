import { isChinese } from './line-breaks.mjs';

/** @typedef {import('vitepress').MarkdownRenderer} Markdown */

/** Notes beside the language of a block, by the word after `sh`. */
const badges = {
  zh: { stage: '单独占一个终端', fails: '应当失败', copy: '会改动文件', output: '输出' },
  en: { stage: 'keeps its terminal', fails: 'is to fail', copy: 'changes files', output: 'output' },
};

/**
 * The parts of the info string of a fence: `sh run copy [title]`.
 *
 * @param {string} info
 */
export function infoOf(info) {
  const [, title] = /\[(.+)\]/.exec(info) ?? [];
  const [language = '', ...words] = info
    .replace(/\[.+\]/, '')
    .trim()
    .split(/\s+/);
  return { language, words, title };
}

/**
 * Shows a fence with its title above it, `output` as what a command printed, and `mermaid` as a
 * diagram.
 *
 * @param {Markdown} md
 * @param {(code: string, language: 'zh' | 'en') => string} diagram
 */
export function courseFences(md, diagram) {
  const plain = md.renderer.rules.fence;
  if (!plain) throw new Error('VitePress has its fences before ours');
  // A block that is set off by blanks looks like any other.
  md.core.ruler.after('block', 'indented-code', ({ tokens }) => {
    for (const token of tokens)
      if (token.type === 'code_block') Object.assign(token, { type: 'fence', info: 'text' });
  });
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index];
    if (!token) return '';
    const locale = isChinese(env) ? 'zh' : 'en';
    const { language, words, title } = infoOf(token.info);
    if (language === 'mermaid') return diagram(token.content, locale);
    const isOutput = language === 'output';
    if (isOutput) token.info = 'text';
    const notes = Object.entries(badges[locale]).flatMap(([word, note]) =>
      words.includes(word) || (isOutput && word === 'output') ? [note] : [],
    );
    let html = plain(tokens, index, options, env, self);
    if (isOutput)
      html = html.replace('<div class="', '<div class="output ').replace(/(class="lang">)text/, '$1');
    if (notes.length > 0)
      html = html.replace(
        /(<span class="lang">)([^<]*)/,
        (_, open, name) => `${open}${[name, ...notes].filter(Boolean).join(' · ')}`,
      );
    return title === undefined
      ? html
      : `<div class="titled"><p class="title">${md.utils.escapeHtml(title)}</p>${html}</div>\n`;
  };
}
