import type { Property } from './property.js';

/**
 * Parses a Java `.properties` text to one list of properties per document; `#---` separates
 * documents, as in Spring.
 *
 * @param file name of the file, for error messages
 */
export function parseProperties(text: string, file: string): readonly (readonly Property[])[] {
  const documents: Property[][] = [[]];
  const lines = text.split(/\r\n|\r|\n/);
  for (let at = 0; at < lines.length; at++) {
    const where = `${file}:${at + 1}`;
    let line = (lines[at] ?? '').trimStart();
    if (/^[#!]---\s*$/.test(line)) documents.push([]);
    if (line === '' || /^[#!]/.test(line)) continue;
    // An odd number of backslashes at the end continues the line.
    while (/(^|[^\\])(\\\\)*\\$/.test(line) && at + 1 < lines.length) {
      line = line.slice(0, -1) + (lines[++at] ?? '').trimStart();
    }
    const [, key = '', value = ''] = /^((?:\\.|[^\\=:\s])*)\s*[=:]?\s*(.*)$/s.exec(line) ?? [];
    documents.at(-1)?.push({ key: unescaped(key), text: unescaped(value), where });
  }
  return documents;
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

const unescaped = (text: string) =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, unit: string | undefined, other: string) =>
    unit === undefined ? (escapes[other] ?? other) : String.fromCharCode(parseInt(unit, 16)),
  );
