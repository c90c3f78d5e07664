import type { WireFormat } from '@eureka-nest/protocol';
import type { EncodedResponse } from './response-cache.js';
import { Piece } from './piece.js';
import { PiecedResponse } from './pieced-response.js';

/** Content of a small document. */
interface SmallSource {
  /** Undefined while the document does not exist. */
  revision(): number | undefined;
  encode(): string;
}

/** One application, or the instances of one vip, in one form; a change encodes all of it again. */
export class SmallDocument {
  private seenRevision: number | undefined;
  private encodedAt = 0;
  private response: EncodedResponse | undefined;

  constructor(
    private readonly source: SmallSource,
    private readonly format: WireFormat,
    private readonly options: { readonly maxAgeMs: number },
  ) {}

  current(now: number): EncodedResponse | undefined {
    const revision = this.source.revision();
    if (revision === undefined) return undefined;
    if (!this.response || revision !== this.seenRevision || now - this.encodedAt >= this.options.maxAgeMs) {
      this.response = new PiecedResponse(this.format, [Piece.of(Buffer.from(this.source.encode()))]);
      this.seenRevision = revision;
      this.encodedAt = now;
    }
    return this.response;
  }
}
