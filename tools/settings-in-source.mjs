import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import ts from 'typescript';

/**
 * Declaration of a setting in an options class.
 *
 * @typedef {object} DeclaredSetting
 * @property {string} owner the class
 * @property {string} key
 * @property {string} env
 * @property {string} yml
 * @property {string} kind as the source has it, such as `listOf(url)`
 * @property {string} value the default, as the source has it; empty where there is none
 * @property {string} doc
 */

/**
 * Another default of a setting that a different class declares.
 *
 * @typedef {object} OtherDefault
 * @property {string} [owner] the class that declares it, where the source names one
 * @property {string} key
 * @property {string} value
 */

/**
 * Reads the settings that the options classes of a source declare. The source is parsed, not run: a
 * default is its text.
 *
 * @param {string} text
 * @param {(yml: string) => string} envNameOf
 * @returns {{ settings: DeclaredSetting[], otherDefaults: OtherDefault[] }}
 */
export function settingsInSource(text, envNameOf) {
  const source = ts.createSourceFile('options.ts', text, ts.ScriptTarget.Latest, true);
  /** @type {DeclaredSetting[]} */
  const settings = [];
  /** @type {OtherDefault[]} */
  const otherDefaults = [];
  /** @type {ts.ClassDeclaration | undefined} */
  let owner;

  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isClassDeclaration(node)) owner = node;
    if (ts.isPropertyDeclaration(node)) {
      const [yml, kind, env] = decoratorArguments(node);
      const value = node.initializer?.getText() ?? '';
      const key = node.name.getText();
      if (yml && kind) {
        const name = stringOf(yml, source);
        settings.push({
          owner: owner?.name?.text ?? '',
          key,
          yml: name,
          env: env ? stringOf(env, source) : envNameOf(name),
          kind: kind.getText(),
          value,
          doc: docOf(node),
        });
      } else if (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.OverrideKeyword)) {
        otherDefaults.push({ owner: parentOf(owner), key, value });
      }
    }
    // Defaults of the demo are in a const whose name begins with `demo`.
    if (ts.isVariableDeclaration(node) && /^demo/.test(node.name.getText())) {
      otherDefaults.push(...valuesIn(node));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { settings, otherDefaults };
}

/**
 * The rule from a Spring name to an environment variable, taken from its source, so that it is
 * written down once.
 *
 * @param {string} root of the workspace
 * @returns {(yml: string) => string}
 */
export function envNameRule(root) {
  const file = join(root, 'libs/runtime/src/settings/setting.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const rule = declarationIn(source, 'envNameOf')?.initializer;
  if (!rule) throw new Error(`${file} has no const envNameOf: update the path in envNameRule`);
  const { outputText } = ts.transpileModule(`(${rule.getText()})`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  return runInThisContext(outputText);
}

/** @param {ts.ClassDeclaration | undefined} node */
const parentOf = (node) =>
  node?.heritageClauses
    ?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression.getText();

/** @param {ts.PropertyDeclaration} property */
function decoratorArguments(property) {
  for (const { expression } of ts.getDecorators(property) ?? []) {
    if (ts.isCallExpression(expression) && expression.expression.getText() === 'setting')
      return [...expression.arguments];
  }
  return [];
}

/**
 * @param {ts.Expression} node a literal, or the name of a const of this file
 * @param {ts.SourceFile} source
 * @returns {string}
 */
function stringOf(node, source) {
  if (ts.isStringLiteralLike(node)) return node.text;
  const initializer = ts.isIdentifier(node) ? declarationIn(source, node.text)?.initializer : undefined;
  if (initializer && ts.isStringLiteralLike(initializer)) return initializer.text;
  throw new Error(`@setting(${node.getText()}): the name must be a text or a const of the same file`);
}

/**
 * @param {ts.SourceFile} source
 * @param {string} name
 */
function declarationIn(source, name) {
  return source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((declaration) => declaration.name.getText() === name);
}

/** @param {ts.Node} node */
function docOf(node) {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(doc?.comment) ?? '').replace(/\s+/g, ' ').trim();
}

/**
 * Properties of all object literals below a node.
 *
 * @param {ts.Node} node
 * @returns {{ key: string, value: string }[]}
 */
function valuesIn(node) {
  /** @type {{ key: string, value: string }[]} */
  const found = [];
  const visit = (/** @type {ts.Node} */ each) => {
    if (ts.isPropertyAssignment(each)) {
      const plain = ts.isAsExpression(each.initializer) ? each.initializer.expression : each.initializer;
      found.push({ key: each.name.getText(), value: plain.getText() });
    } else ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}
