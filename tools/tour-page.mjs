import { excerpt } from './source-excerpt.mjs';

/**
 * A page of the tour shows code under a comment that names it:
 *
 *     <!-- code libs/eureka-server/src/core/registry/lease.ts isExpired -->
 *     ```ts
 *     ```
 *
 * Several declarations are separated by commas; `with comment` at the end keeps their doc comments.
 * `*` is the whole file, which may be JSON or JavaScript too.
 */
const block = /<!-- code (\S+) (.+?)( with comment)? -->\n+```(?:ts|js|json)\n([\s\S]*?)```/g;

/**
 * A page with the code as it is now.
 *
 * @param {string} page
 * @param {(file: string) => string} read
 */
export function refreshed(page, read) {
  return page.replace(block, (whole, file, symbols, comment, old) => {
    const code = symbols
      .split(/, ?/)
      .map((/** @type {string} */ symbol) => excerptOf(file, symbol, read, comment !== undefined))
      .join('\n\n');
    return `${whole.slice(0, whole.length - old.length - 3)}${code}\n\`\`\``;
  });
}

/**
 * @param {string} file
 * @param {string} symbol
 * @param {(file: string) => string} read
 * @param {boolean} withComment
 */
function excerptOf(file, symbol, read, withComment) {
  try {
    if (symbol === '*') return read(file).trimEnd();
    return excerpt(read(file), symbol, { withComment });
  } catch (cause) {
    throw new Error(`${file} ${symbol}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/**
 * Stops are headings with code below them; lines are those of the code, blank ones left out.
 *
 * @param {string} page
 */
export function lengthOf(page) {
  const stops = page.split(/^#{2,} /m).filter((section) => section.includes('<!-- code '));
  const code = [...page.matchAll(block)].map(([, , , , text]) => text ?? '');
  const lines = code.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '');
  return { stops: stops.length, lines: lines.length };
}
