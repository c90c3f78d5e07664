import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { ResponseBodyError } from './errors.js';

/**
 * Reads the body of a response as text, decompressed, up to a size: a program at a wrong URL may
 * send without an end.
 *
 * @throws ResponseBodyError, or the error of the connection
 */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<string> {
  const isGzip = /\bgzip\b/.test(response.headers['content-encoding'] ?? '');
  const stream = isGzip ? response.pipe(createGunzip()) : response;
  // A pipe does not pass on errors of its source.
  if (isGzip) response.once('error', (error) => stream.destroy(error));
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > maxBytes) throw new ResponseBodyError('too large');
      parts.push(part);
    }
  } catch (cause) {
    response.destroy();
    const { code } = cause as { code?: string };
    if (isGzip && code?.startsWith('Z_')) throw new ResponseBodyError('invalid gzip', { cause });
    throw cause;
  }
  return Buffer.concat(parts).toString('utf8');
}
