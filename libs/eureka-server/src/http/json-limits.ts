/** Fewer bytes than these do no harm, however they are arranged: most bodies are not looked at. */
const harmless = 65_536;
/** An instance in a batch needs six. */
const deepest = 50;
/** A batch of 250 instances has 12,000. */
const mostValues = 200_000;

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openList, openObject, closeList, closeObject] = [0x5b, 0x7b, 0x5d, 0x7d];

/**
 * What is too much about a JSON text, before it is parsed; undefined where nothing is. The size alone is no measure: 16 MB of
 * empty objects hold up all heartbeats for seconds, and as many brackets take most of a gigabyte.
 */
export function jsonExcess(json: Uint8Array): string | undefined {
  if (json.length <= harmless) return undefined;
  let depth = 0;
  let values = 0;
  for (let i = 0; i < json.length; i++) {
    switch (json[i]) {
      case quote:
        i = endOfText(json, i);
        break;
      case openList:
      case openObject:
        if (++depth > deepest) return `at most ${deepest} lists and objects deep`;
        values += 1;
        break;
      case closeList:
      case closeObject:
        depth -= 1;
        break;
      case comma:
        values += 1;
    }
    if (values > mostValues) return `of ${mostValues} values at most`;
  }
  return undefined;
}

function endOfText(json: Uint8Array, start: number): number {
  let i = start + 1;
  while (i < json.length && json[i] !== quote) i += json[i] === backslash ? 2 : 1;
  return i;
}
