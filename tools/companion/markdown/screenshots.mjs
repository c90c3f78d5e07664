import { closeSync, openSync, readSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { isChinese } from './line-breaks.mjs';

/** @typedef {import('vitepress').MarkdownRenderer} Markdown */

/**
 * Puts the picture of a screenshot in the place of its marker; without a picture there is nothing.
 *
 * @param {Markdown} md
 * @param {string} docs folder of the pages
 */
export function screenshots(md, docs) {
  md.core.ruler.after('block', 'screenshots', ({ tokens, env }) => {
    for (const token of tokens) {
      const [, name, url] = /^<!-- screenshot ([\w-]+) (\S+) -->\s*$/.exec(token.content) ?? [];
      if (token.type !== 'html_block' || name === undefined) continue;
      const language = isChinese(env) ? 'zh' : 'en';
      const image = `images/course/${name}.${language}.png`;
      const size = pngSize(join(docs, image));
      const folder = posix.dirname(relative(docs, env.realPath ?? env.path).replaceAll('\\', '/'));
      const alt = language === 'zh' ? `截图：${url}` : `Screenshot of ${url}`;
      token.content = size
        ? `<p class="screenshot"><img src="${posix.relative(folder, image)}" alt="${alt}" width="${size.width}" height="${size.height}" loading="lazy"></p>\n`
        : '';
    }
  });
}

/**
 * Size of a PNG file in pixels, or undefined if there is no such file.
 *
 * @param {string} path
 */
function pngSize(path) {
  let file;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  const header = Buffer.alloc(24);
  readSync(file, header, 0, 24, 0);
  closeSync(file);
  return { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
}
