import ts from 'typescript';

/**
 * The text of one declaration, without its indentation.
 *
 * @param {string} text of a TypeScript source
 * @param {string} symbol a top-level declaration, or a member of one as `Class.member`
 * @param {{ withComment?: boolean }} [options] `withComment` keeps the doc comment
 * @returns {string}
 */
export function excerpt(text, symbol, { withComment = false } = {}) {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const [name = '', member] = symbol.split('.');
  const statements = source.statements.filter((each) => namesOf(each).includes(name));
  const nodes = member === undefined ? statements : statements.flatMap((each) => membersOf(each, member));
  // Overloads precede the implementation, which is the last one of its name.
  const node = nodes.at(-1);
  if (!node) throw new Error(`no declaration named ${symbol}`);
  const start = node.getStart(source, withComment);
  return dedented(text.slice(lineStart(text, start), node.end));
}

/**
 * Names that a statement declares.
 *
 * @param {ts.Statement} statement
 */
function namesOf(statement) {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((each) => each.name.getText());
  }
  if (!isNamed(statement)) return [];
  return [statement.name?.text ?? 'default'];
}

/**
 * @typedef {ts.FunctionDeclaration | ts.EnumDeclaration} FunctionOrEnum
 * @typedef {ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration} TypeLike
 *
 * @param {ts.Statement} node
 * @returns {node is FunctionOrEnum | TypeLike}
 */
const isNamed = (node) =>
  ts.isFunctionDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isEnumDeclaration(node);

/**
 * Members of a class or an interface with this name; `constructor` is the constructor.
 *
 * @param {ts.Statement} statement
 * @param {string} name
 * @returns {ts.Node[]}
 */
function membersOf(statement, name) {
  if (!ts.isClassDeclaration(statement) && !ts.isInterfaceDeclaration(statement)) return [];
  return [...statement.members].filter((each) =>
    ts.isConstructorDeclaration(each) ? name === 'constructor' : each.name?.getText() === name,
  );
}

/**
 * @param {string} text
 * @param {number} position
 */
const lineStart = (text, position) => text.lastIndexOf('\n', position - 1) + 1;

/** @param {string} text */
function dedented(text) {
  const indent = /^ */.exec(text)?.[0].length ?? 0;
  return text.replace(new RegExp(`^ {1,${Math.max(indent, 1)}}`, 'gm'), indent ? '' : '$&');
}
