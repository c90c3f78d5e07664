import ts from 'typescript';

/**
 * A text that a source logs.
 *
 * @typedef {object} LoggedText
 * @property {number} line
 * @property {string[]} pieces fixed parts of the text, in order, with variable parts between them
 */

/**
 * Texts that a source passes to a logger. Texts without a fixed word are left out.
 *
 * @param {string} text
 * @returns {LoggedText[]}
 */
export function loggedTexts(text) {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  /** @type {LoggedText[]} */
  const found = [];
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isCallExpression(node) && isLogCall(node) && node.arguments[0]) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      for (const pieces of textsOf(node.arguments[0])) {
        if (pieces.length > 0) found.push({ line, pieces });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** @param {ts.CallExpression} call */
function isLogCall({ expression }) {
  if (!ts.isPropertyAccessExpression(expression)) return false;
  if (!/^(log|warn|error|debug)$/.test(expression.name.text)) return false;
  const receiver = expression.expression;
  const name = ts.isNewExpression(receiver) ? receiver.expression.getText() : receiver.getText();
  return /logger$|(^|\.)log$/i.test(name);
}

/**
 * Fixed parts of the texts that an expression may result in.
 *
 * @param {ts.Node} node
 * @param {number} [depth] of the helpers that were followed
 * @returns {string[][]}
 */
function textsOf(node, depth = 0) {
  if (ts.isStringLiteralLike(node)) return [worded([node.text])];
  if (ts.isTemplateExpression(node)) {
    return [worded([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)])];
  }
  if (ts.isConditionalExpression(node)) {
    return [node.whenTrue, node.whenFalse].flatMap((each) => textsOf(each, depth));
  }
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return textsOf(node.expression, depth);
  if (depth > 3) return [];
  if (ts.isIdentifier(node)) {
    const value = constantNamed(node.text, node)?.initializer;
    return value && !ts.isArrowFunction(value) ? textsOf(value, depth + 1) : [];
  }
  if (ts.isCallExpression(node)) {
    const passed = node.arguments.filter(
      (each) => ts.isStringLiteralLike(each) || ts.isTemplateExpression(each),
    );
    const made = ts.isIdentifier(node.expression)
      ? resultsOf(node.expression.text, node.getSourceFile())
      : [];
    return [...passed, ...made].flatMap((each) => textsOf(each, depth + 1));
  }
  return [];
}

/** @param {readonly string[]} pieces */
const worded = (pieces) => pieces.map((each) => each.trim()).filter((each) => /\p{L}/u.test(each));

/**
 * Declaration of a constant in the innermost block around a node.
 *
 * @param {string} name
 * @param {ts.Node} from
 * @returns {ts.VariableDeclaration | undefined}
 */
function constantNamed(name, from) {
  for (let scope = from.parent; scope; scope = scope.parent) {
    if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
    const declared = scope.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => [...declarationList.declarations])
      .find((each) => each.name.getText() === name);
    if (declared) return declared;
  }
  return undefined;
}

/**
 * Expressions that a function of this source returns.
 *
 * @param {string} name
 * @param {ts.SourceFile} source
 * @returns {ts.Expression[]}
 */
function resultsOf(name, source) {
  const declared = source.statements.find(
    (each) => ts.isFunctionDeclaration(each) && each.name?.text === name,
  );
  const value = declared ?? constantNamed(name, source.endOfFileToken)?.initializer;
  if (!value) return [];
  if (ts.isArrowFunction(value) && !ts.isBlock(value.body)) return [value.body];
  /** @type {ts.Expression[]} */
  const results = [];
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isReturnStatement(node) && node.expression) results.push(node.expression);
    if (node === value || !ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(value);
  return results;
}
