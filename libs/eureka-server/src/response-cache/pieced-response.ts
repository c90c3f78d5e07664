import type { WireFormat } from '@eureka-nest/protocol';
import type { EncodedResponse } from './response-cache.js';
import { gzipOf } from './deflated.js';
import type { Piece } from './piece.js';

/** A response made of pieces; unchanged pieces are shared with the response before it. */
export class PiecedResponse implements EncodedResponse {
  readonly length: number;
  private readonly buffers: readonly Buffer[];
  private zipped: Buffer | undefined;

  constructor(
    readonly format: WireFormat,
    private readonly pieces: readonly Piece[],
  ) {
    this.buffers = pieces.map(({ plain }) => plain);
    this.length = this.buffers.reduce((sum, { length }) => sum + length, 0);
  }

  plain(): readonly Buffer[] {
    return this.buffers;
  }

  gzip(): Buffer {
    this.zipped ??= gzipOf(this.pieces.map(({ deflated }) => deflated));
    return this.zipped;
  }
}
