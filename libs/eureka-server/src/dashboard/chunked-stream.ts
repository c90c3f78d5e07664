import { setImmediate } from 'node:timers/promises';
import type { HtmlParts } from './html.js';

const ENOUGH = 16_384;

/**
 * The text of many pieces in parts of about one size. Between two parts whoever else needs this process gets its turn: a long page delays
 * no heartbeat by more than the making of one part.
 */
export async function* chunkedStream(
  pieces: HtmlParts,
  turn: () => Promise<unknown> = () => setImmediate(),
): AsyncGenerator<string> {
  let part = '';
  for (const { text } of pieces) {
    part += text;
    if (part.length < ENOUGH) continue;
    yield part;
    part = '';
    await turn();
  }
  if (part !== '') yield part;
}
