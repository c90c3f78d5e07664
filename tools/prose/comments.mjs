import ts from 'typescript';

/** Words that do not name a subject, so that no comment begins with them. */
const weak = new Set(
  (
    'of what whether who whom whose as in on at by to for from with without it its they their them he ' +
    'that which and but or nor if once since because so then else also both either neither until while ' +
    'after before like than when where how why beside besides beyond instead'
  ).split(' '),
);
/** Words of the old private dialect; CONTRIBUTING.md has the terms to use. */
const dialect =
  /\b(told|tells?|telling|nobody|somebody|anybody|whoever|whichever|under way|of use|of no use|in a blink)\b/i;
const dialectName = /^(told|tells?|nobody|somebody|whoever)|Told|Tell|Nobody|Somebody/;
const widest = 100;

/**
 * Faults of the comments, names and texts of a source, as lines `12: fault: text`.
 *
 * @param {string} file its name decides between TypeScript and JavaScript
 * @param {string} text
 * @returns {string[]}
 */
export function commentFaults(file, text) {
  const kind = file.endsWith('.mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  const lineAt = (/** @type {number} */ position) => source.getLineAndCharacterOfPosition(position).line + 1;
  /** @type {string[]} */
  const faults = [];
  const add = (/** @type {number} */ line, /** @type {string} */ fault, /** @type {string} */ about) =>
    faults.push(`${line}: ${fault}: ${about.trim().slice(0, 80)}`);

  for (const { pos, end } of commentsIn(source)) {
    const raw = text.slice(pos, end);
    const column = source.getLineAndCharacterOfPosition(pos).character;
    raw.split('\n').forEach((line, index) => {
      const width = line.length + (index === 0 ? column : 0);
      if (width > widest && !/https?:|prettier-ignore/.test(line))
        add(lineAt(pos) + index, `over ${widest} columns`, line);
    });
    const words = raw.replace(/^\/\*+|\*+\/$/g, '').replace(/^\s*(\/\/+|\*) ?/gm, '');
    const [, first = ''] = /^\s*[`'"{(]*([A-Za-z]+)/.exec(words) ?? [];
    if (weak.has(first.toLowerCase())) add(lineAt(pos), 'does not name its subject first', words);
    const found = dialect.exec(words);
    if (found) add(lineAt(pos), `"${found[0]}" in a comment`, words);
  }

  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isIdentifier(node) && dialectName.test(node.text)) add(lineAt(node.getStart()), 'name', node.text);
    const found = isText(node) && dialect.exec(node.text);
    if (found) add(lineAt(node.getStart()), `"${found[0]}" in a text`, node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

/**
 * @param {ts.Node} node
 * @returns {node is ts.LiteralLikeNode}
 */
const isText = (node) =>
  ts.isStringLiteralLike(node) ||
  ts.isTemplateHead(node) ||
  ts.isTemplateMiddle(node) ||
  ts.isTemplateTail(node);

/**
 * Comments of a source; line comments in consecutive lines are one.
 *
 * @param {ts.SourceFile} source
 */
function commentsIn(source) {
  const { text } = source;
  /** @type {Map<number, ts.CommentRange>} */
  const found = new Map();
  const collect = (/** @type {ts.Node} */ node) => {
    const before = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
    const behind = ts.getTrailingCommentRanges(text, node.getEnd()) ?? [];
    for (const range of [...before, ...behind]) found.set(range.pos, range);
    ts.forEachChild(node, collect);
  };
  collect(source);
  collect(source.endOfFileToken);
  /** @type {ts.CommentRange[]} */
  const joined = [];
  for (const range of [...found.values()].sort((one, other) => one.pos - other.pos)) {
    const last = joined.at(-1);
    const isNextLine = last && /^\n[ \t]*$/.test(text.slice(last.end, range.pos));
    const bothLines = last?.kind === range.kind && range.kind === ts.SyntaxKind.SingleLineCommentTrivia;
    if (last && isNextLine && bothLines) joined[joined.length - 1] = { ...last, end: range.end };
    else joined.push(range);
  }
  return joined;
}
