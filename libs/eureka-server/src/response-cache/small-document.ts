import type { WireFormat } from '@eureka-nest/protocol';
import type { EncodedResponse } from './response-cache.js';
import { Piece } from './piece.js';
import { PiecedResponse } from './pieced-response.js';

/** Where a small document comes from. */
export interface SmallSource {
  /** Undefined while there is nothing to tell. */
  revision(): number | undefined;
  encode(): string;
}

/** One application, or who has a vip, in one form; encoded anew as a whole when it changed. */
export class SmallDocument {
  private seen: number | undefined;
  private encodedAt = 0;
  private answer: EncodedResponse | undefined;

  constructor(
    private readonly source: SmallSource,
    private readonly format: WireFormat,
    private readonly options: { readonly maxAgeMs: number },
  ) {}

  current(now: number): EncodedResponse | undefined {
    const revision = this.source.revision();
    if (revision === undefined) return undefined;
    if (!this.answer || revision !== this.seen || now - this.encodedAt >= this.options.maxAgeMs) {
      this.answer = new PiecedResponse(this.format, [Piece.of(Buffer.from(this.source.encode()))]);
      this.seen = revision;
      this.encodedAt = now;
    }
    return this.answer;
  }
}
