import { setImmediate } from 'node:timers/promises';
import type { HtmlParts } from './html.js';

const CHUNK_LENGTH = 16_384;

/**
 * Joins the parts of a page into chunks of about one size. Other requests get their turn between
 * two chunks, so a long page delays a heartbeat by one chunk at most.
 */
export async function* chunkedStream(
  parts: HtmlParts,
  yieldToOthers: () => Promise<unknown> = () => setImmediate(),
): AsyncGenerator<string> {
  let chunk = '';
  for (const { text } of parts) {
    chunk += text;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
    await yieldToOthers();
  }
  if (chunk !== '') yield chunk;
}
