import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { UnusableAnswerError } from '../core/errors.js';

/**
 * The text of an answer, unpacked, up to a size: what is at a wrong address may send for ever.
 *
 * @throws UnusableAnswerError when it is larger, or is not packed as it says
 */
export async function bodyOf(response: IncomingMessage, what: string, maxBytes: number): Promise<string> {
  const { statusCode = 0, headers } = response;
  const packed = /\bgzip\b/.test(headers['content-encoding'] ?? '');
  const stream = packed ? response.pipe(createGunzip()) : response;
  // A pipe does not pass on that its source broke off.
  if (packed) response.once('error', (error) => stream.destroy(error));
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > maxBytes) {
        throw new UnusableAnswerError(what, statusCode, `and more than ${maxBytes / 1024 / 1024} MB`);
      }
      parts.push(part);
    }
  } catch (error) {
    response.destroy();
    const { code } = error as { code?: string };
    if (packed && code?.startsWith('Z_'))
      throw new UnusableAnswerError(what, statusCode, 'that is not packed as it says', { cause: error });
    throw error;
  }
  return Buffer.concat(parts).toString('utf8');
}
