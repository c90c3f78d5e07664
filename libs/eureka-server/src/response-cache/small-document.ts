import type { WireFormat } from '@eureka-nest/protocol';
import type { EncodedResponse } from './response-cache.js';
import { partOf } from './application-texts.js';
import { Piece } from './piece.js';
import { buffersOf } from './segment.js';
import { PiecedResponse } from './pieced-response.js';
import type { CachedDocument } from './shared-rendering.js';
import type { Steps } from './slicer.js';

/** Content of a small document. */
interface SmallSource {
  /** Undefined while the document does not exist. */
  revision(): number | undefined;
  /** Takes a snapshot; its texts are made one by one. */
  texts(): Iterable<string>;
}

/** One application, or the instances of one vip, in one form; a change encodes all of it again. */
export class SmallDocument implements CachedDocument {
  private seenRevision: number | undefined;
  private encodedAt = 0;
  private response: EncodedResponse | undefined;

  constructor(
    private readonly source: SmallSource,
    private readonly format: WireFormat,
    private readonly options: { readonly maxAgeMs: number },
  ) {}

  get revision(): number | undefined {
    return this.source.revision();
  }

  current(now: number): EncodedResponse | Steps<EncodedResponse> {
    const { revision } = this;
    const isFresh = revision === this.seenRevision && now - this.encodedAt < this.options.maxAgeMs;
    return isFresh && this.response ? this.response : this.render(this.source.texts(), revision, now);
  }

  private *render(
    texts: Iterable<string>,
    revision: number | undefined,
    now: number,
  ): Steps<EncodedResponse> {
    const response = yield* renderTexts(this.format, texts);
    this.response = response;
    this.seenRevision = revision;
    this.encodedAt = now;
    return response;
  }
}

/** Encodes and compresses texts, one or one piece a step. */
export function* renderTexts(format: WireFormat, texts: Iterable<string>): Steps<EncodedResponse> {
  const pieces: Piece[] = [];
  for (const plain of buffersOf(yield* partOf(texts))) {
    pieces.push(Piece.of(plain));
    yield;
  }
  return new PiecedResponse(format, pieces);
}
