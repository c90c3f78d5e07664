import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import { SettingsFileError } from './errors.js';
import type { Property } from './property.js';

/** Limits that no real settings file reaches; they stop an alias that expands exponentially. */
const maxValues = 10_000;
const maxDepth = 50;

/**
 * Parses a YAML text to one list of properties per document, each with its line. A value is the
 * text as written; the kind of the setting interprets it later. Tags are rejected.
 *
 * @param file name of the file, for error messages
 */
export function parseYaml(text: string, file: string): readonly (readonly Property[])[] {
  const lines = new LineCounter();
  // The failsafe schema leaves `8761`, `off` and `0x10` as written.
  const documents = parseAllDocuments(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) {
      const { line, col } = lines.linePos(problem.pos[0]);
      throw new SettingsFileError(`${file}:${line}:${col}`, `invalid YAML: ${withoutValue(problem.message)}`);
    }
    return new YamlReader(document, lines, file).read();
  });
}

class YamlReader {
  private readonly found: Property[] = [];
  private visited = 0;

  constructor(
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
    private readonly file: string,
  ) {}

  read(): readonly Property[] {
    const { contents } = this.document;
    if (contents === null || (isScalar(contents) && scalarText(contents) === '')) return [];
    if (!isMap(contents))
      throw this.error(contents, 'settings are names with values, such as `server.port: 8761`');
    this.readMap(contents, '', 0);
    return this.found;
  }

  private readMap(map: YAMLMap, prefix: string, depth: number): void {
    // A merged map is read first, so that the keys beside it win.
    const pairs = [...map.items].sort((one, other) => Number(isMerge(other.key)) - Number(isMerge(one.key)));
    for (const { key, value } of pairs) {
      if (isMerge(key)) this.merge(value as Node, prefix, depth);
      else if (!isScalar(key)) throw this.error(key as Node, 'a name must be a plain text');
      else this.readValue(joinName(prefix, scalarText(key)), value as Node | null, key, depth);
    }
  }

  private readValue(key: string, value: Node | null, at: Node, depth: number): void {
    if (++this.visited > maxValues || depth > maxDepth) {
      throw this.error(at, 'too many values for a settings file: is an alias repeated many times over?');
    }
    const node = this.resolved(value);
    if (isMap(node)) this.readMap(node, key, depth + 1);
    else if (isSeq(node)) this.readList(key, node.items as Node[], at, depth + 1);
    else this.add(key, node === null ? '' : scalarText(node), at);
  }

  private readList(key: string, items: readonly Node[], at: Node, depth: number): void {
    const parts = items.map((item) => this.resolved(item));
    if (parts.every((part) => isScalar(part))) this.add(key, parts.map(scalarText).join(','), at);
    else items.forEach((item, index) => this.readValue(`${key}[${index}]`, item, item, depth));
  }

  private merge(value: Node, prefix: string, depth: number): void {
    const from = this.resolved(value);
    const maps = isSeq(from) ? (from.items as Node[]).toReversed() : [from];
    for (const each of maps) {
      const map = this.resolved(each);
      if (!isMap(map) || depth > maxDepth)
        throw this.error(value, '<< takes the name of a map, such as *defaults');
      this.visited += map.items.length;
      this.readMap(map, prefix, depth + 1);
    }
  }

  private resolved(node: Node | null): Node | null {
    if (!isAlias(node)) return node;
    const target = node.resolve(this.document);
    if (!target) throw this.error(node, `*${node.source} is not defined: &${node.source} must come first`);
    return target;
  }

  private add(key: string, text: string, at: Node): void {
    const { line } = this.lines.linePos(at.range?.[0] ?? 0);
    this.found.push({ key, text, where: `${this.file}:${line}` });
  }

  private error(node: Node, problem: string): SettingsFileError {
    const { line, col } = this.lines.linePos(node.range?.[0] ?? 0);
    return new SettingsFileError(`${this.file}:${line}:${col}`, problem);
  }
}

const isMerge = (key: unknown) => isScalar(key) && key.type === 'PLAIN' && key.value === '<<';

/** Text of a scalar; `~` and `null` are empty, like a missing value. */
function scalarText(node: Node): string {
  if (!isScalar(node)) return '';
  const text = String(node.value ?? '');
  return node.type === 'PLAIN' && /^(~|null|Null|NULL)$/.test(text) ? '' : text;
}

/** Joins a prefix and a name. Spring's brackets preserve a name as it is: `"[defaultZone]"`. */
function joinName(prefix: string, written: string): string {
  const name = written.replace(/^\[(.*\D.*)\]$/, '$1');
  return prefix === '' ? name : `${prefix}.${name}`;
}

/** First line of a message. A tag may be a password: a text that begins with `!` needs quotes. */
const withoutValue = (message: string) =>
  (message.split('\n', 1)[0] ?? '').replace(
    /^(Unresolved tag).*/,
    '$1: put a text that begins with ! in quotes',
  );
