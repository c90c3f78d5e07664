import type { WireFormat } from '@eureka-nest/protocol';
import type { EncodedResponse } from './response-cache.js';
import { gzipOf } from './deflated.js';
import type { Piece } from './piece.js';

/** A response made of pieces; unchanged pieces are shared with the response before it. */
export class PiecedResponse implements EncodedResponse {
  readonly length: number;
  private zipped: Buffer | undefined;

  constructor(
    readonly format: WireFormat,
    private readonly pieces: readonly Piece[],
  ) {
    this.length = pieces.reduce((sum, { length }) => sum + length, 0);
  }

  *plain(): Generator<Buffer> {
    for (const piece of this.pieces) yield piece.plain;
  }

  gzip(): Buffer {
    this.zipped ??= gzipOf(this.pieces.map(({ deflated }) => deflated));
    return this.zipped;
  }
}
