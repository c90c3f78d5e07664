import { watchingSpelling } from './spelling.js';

const [quote, backslash, minus, zero, nine] = [0x22, 0x5c, 0x2d, 0x30, 0x39];

/** A value that may be a number which JavaScript writes differently; most documents have none. */
const suspect = /:\s*(?:-0|-?(?:\d{16}|\d+[.eE]))/;

/** A number as JSON defines it. As a key it is none, and stays as invalid as it was. */
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\s*:)/y;

/**
 * Parses JSON. A number that JavaScript would write with other characters (`1.10`, or more than 53
 * bits) becomes a text of the characters as they were sent, because Java reads metadata, ids and
 * vips so. The readers of numbers accept a text.
 */
export const parseJson = (json: string): unknown =>
  JSON.parse(suspect.test(json) ? withQuotedNumbers(json) : json);

/**
 * Decodes JSON like `decode(parseJson(json))`, and faster: hardly any document has a number where a
 * text is meant, and only then does it matter how the number was written.
 */
export function decodeJson<T>(json: string, decode: (document: unknown) => T): T {
  const { decoded, isLost } = watchingSpelling(() => decode(JSON.parse(json)));
  return isLost ? decode(parseJson(json)) : decoded;
}

function withQuotedNumbers(json: string): string {
  let quoted = '';
  let copied = 0;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (code === quote) i = endOfString(json, i);
    if (code !== minus && !(code >= zero && code <= nine)) continue;
    numberToken.lastIndex = i;
    const token = numberToken.exec(json)?.[0];
    if (token === undefined) continue;
    if (String(Number(token)) !== token) {
      quoted += `${json.slice(copied, i)}"${token}"`;
      copied = i + token.length;
    }
    i += token.length - 1;
  }
  return quoted + json.slice(copied);
}

/** Index of the quote that closes a string; that of the end of the text if none does. */
function endOfString(json: string, start: number): number {
  let i = start + 1;
  while (i < json.length && json.charCodeAt(i) !== quote) i += json.charCodeAt(i) === backslash ? 2 : 1;
  return i;
}
