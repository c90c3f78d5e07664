/** Bodies up to this size cannot hurt whatever they contain, so most bodies are not scanned. */
const HARMLESS_BYTES = 65_536;
/** Nesting of an instance in a batch is 6. */
const MAX_DEPTH = 50;
/** Values in a batch of 250 instances number about 12,000. */
const MAX_VALUES = 200_000;

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openList, openObject, closeList, closeObject] = [0x5b, 0x7b, 0x5d, 0x7d];

/**
 * Limit that a JSON text exceeds, found before it is parsed; undefined if it exceeds none. Size
 * alone is no measure: parsing 16 MB of empty objects blocks all heartbeats for seconds, and 16 MB
 * of brackets take most of a gigabyte.
 */
export function exceededJsonLimit(json: Uint8Array): string | undefined {
  if (json.length <= HARMLESS_BYTES) return undefined;
  let depth = 0;
  let values = 0;
  for (let i = 0; i < json.length; i++) {
    switch (json[i]) {
      case quote:
        i = endOfString(json, i);
        break;
      case openList:
      case openObject:
        if (++depth > MAX_DEPTH) return `at most ${MAX_DEPTH} lists and objects deep`;
        values += 1;
        break;
      case closeList:
      case closeObject:
        depth -= 1;
        break;
      case comma:
        values += 1;
    }
    if (values > MAX_VALUES) return `of ${MAX_VALUES} values at most`;
  }
  return undefined;
}

function endOfString(json: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < json.length && json[i] !== quote) i += json[i] === backslash ? 2 : 1;
  return i;
}
