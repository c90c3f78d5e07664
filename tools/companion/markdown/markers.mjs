/** @typedef {import('vitepress').MarkdownRenderer} Markdown */

/**
 * The comments by which the pages name their code: the file of an excerpt becomes the title of the
 * fence below it. `<!-- unverified -->` is for the check of the commands alone.
 *
 * @param {Markdown} md
 */
export function codeMarkers(md) {
  md.core.ruler.after('block', 'code-markers', (state) => {
    state.tokens = state.tokens.filter((token, index, tokens) => {
      if (token.type !== 'html_block') return true;
      const [, file] = /^<!-- code (\S+) .+? -->\s*$/.exec(token.content) ?? [];
      const fence = tokens[index + 1];
      if (file && fence?.type === 'fence' && !/\[.*\]/.test(fence.info)) fence.info += ` [${file}]`;
      return file === undefined && !/^<!-- unverified -->\s*$/.test(token.content);
    });
  });
}
