type Metadata = Readonly<Record<string, string>>;

/** Metadata as an operator edits it, one `name=value` a line. */
export const metadataLines = (metadata: Metadata): string =>
  Object.entries(metadata)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

/**
 * Entries that were added or changed. A line that was there before is not read: an odd value, such
 * as one with a line break, would not come back as it was.
 */
export function changedMetadata(
  before: Metadata,
  lines: string,
): { readonly metadata: Metadata; readonly badLine?: string } {
  const known = new Set(linesOf(metadataLines(before)));
  const pairs: (readonly [string, string])[] = [];
  for (const line of linesOf(lines)) {
    if (!line || known.has(line)) continue;
    const at = line.indexOf('=');
    if (at < 1) return { metadata: {}, badLine: line };
    pairs.push([line.slice(0, at).trim(), line.slice(at + 1).trim()]);
  }
  return { metadata: Object.fromEntries(pairs) };
}

/** Lines as a text area breaks them, without spaces around. */
const linesOf = (text: string) => text.split(/\r\n|\r|\n/).map((line) => line.trim());
