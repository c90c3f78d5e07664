import type { WireFormat } from '@eureka-nest/protocol';
import type { EncodedResponse } from './response-cache.js';
import { gzipParts } from './deflated.js';
import type { Piece } from './piece.js';

/**
 * Gzipped bytes that are joined for all readers, about 20,000 instances. More are sent in pieces:
 * joining them would keep heartbeats waiting for up to 20 ms.
 */
const MAX_JOINED_BYTES = 1024 * 1024;

/** A response made of pieces; unchanged pieces are shared with the response before it. */
export class PiecedResponse implements EncodedResponse {
  readonly length: number;
  private zipped: readonly Buffer[] | undefined;

  constructor(
    readonly format: WireFormat,
    private readonly pieces: readonly Piece[],
  ) {
    this.length = pieces.reduce((sum, { length }) => sum + length, 0);
  }

  *plain(): Generator<Buffer> {
    for (const piece of this.pieces) yield piece.plain;
  }

  gzip(): readonly Buffer[] {
    if (this.zipped) return this.zipped;
    const parts = gzipParts(this.pieces.map(({ deflated }) => deflated));
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    this.zipped = length > MAX_JOINED_BYTES ? parts : [Buffer.concat(parts, length)];
    return this.zipped;
  }
}
