import { encoderOf, type WireForm } from '@eureka-nest/protocol';
import { type Clock, systemClock } from '@eureka-nest/runtime/time';
import type { RegistryReads } from '../core/registry/registry-reads.js';
import { type EncodedResponse, ResponseCache, type DocumentId } from './response-cache.js';
import { responseKey } from './response-key.js';
import { PiecedResponse } from './pieced-response.js';
import { Piece } from './piece.js';
import { type DocumentOptions, SegmentedDocument } from './segmented-document.js';
import { SmallDocument } from './small-document.js';

interface Document {
  current(now: number): EncodedResponse | undefined;
}

interface Kept {
  readonly document: Document;
  askedAt: number;
}

/** How long what nobody asks for is kept. */
const IDLE_MS = 600_000;

/**
 * About 200 instances: one such segment is deflated in 0.6 ms, and all of them take 6 to 8 % more room than the whole
 * deflated at once. Of 50 kB it would be 0.15 ms and a quarter more room (measured with 10,000 instances).
 */
const SEGMENT_BYTES = 200_000;

/** A delta changes all the time and is small: there the quick segments pay. */
const DELTA_SEGMENT_BYTES = 50_000;

export interface ReadWriteCacheOptions {
  readonly clock?: Clock;
  readonly maxAgeMs?: number;
  readonly segmentBytes?: number;
  readonly deltaSegmentBytes?: number;
}

/**
 * What a registry answers, encoded: at once what it holds, and never encoded twice what did not change.
 * Better than Java's ResponseCacheImpl, which throws whole documents away at a change, and forgets to throw
 * away those of a vip that is one of several, and compact ones.
 * QUIRK(ResponseCacheImpl): a renewal is no change, so the leases that are told are up to `maxAgeMs` old.
 */
export class ReadWriteCache extends ResponseCache {
  private readonly documents = new Map<string, Kept>();
  private readonly clock: Clock;
  private readonly whole: DocumentOptions;
  private readonly parts: DocumentOptions;
  private lookedAt = 0;

  constructor(
    private readonly registry: RegistryReads,
    {
      clock = systemClock,
      maxAgeMs = 180_000,
      segmentBytes = SEGMENT_BYTES,
      deltaSegmentBytes = DELTA_SEGMENT_BYTES,
    }: ReadWriteCacheOptions = {},
  ) {
    super();
    this.clock = clock;
    this.whole = { segmentBytes, maxAgeMs };
    this.parts = { segmentBytes: deltaSegmentBytes, maxAgeMs };
  }

  /** How many documents are kept. */
  get size(): number {
    return this.documents.size;
  }

  override get(asked: DocumentId, form: WireForm): EncodedResponse | undefined {
    const now = this.clock();
    this.forgetIdle(now);
    const key = responseKey(asked, form);
    const kept = this.documents.get(key) ?? { document: this.documentOf(asked, form), askedAt: now };
    const answer = kept.document.current(now);
    // What is not there is not kept, or anybody could fill the memory with names.
    if (answer) this.documents.set(key, kept);
    else this.documents.delete(key);
    kept.askedAt = now;
    return answer ?? this.nobody(asked, form);
  }

  private documentOf(asked: DocumentId, form: WireForm): Document {
    const { registry, whole, parts } = this;
    const { format } = form;
    const encoder = encoderOf(form);
    switch (asked.kind) {
      case 'apps': {
        const header = () => ({ version: '1', hashCode: registry.hashCode() });
        return new SegmentedDocument(
          { groups: registry.applicationRevisions, header },
          encoder,
          format,
          whole,
        );
      }
      case 'delta': {
        const header = () => registry.deltaHeader();
        return new SegmentedDocument({ groups: registry.deltaRevisions, header }, encoder, format, parts);
      }
      case 'app': {
        const { name } = asked;
        const revision = () => registry.applicationRevisions.revisions.of(name);
        const encode = () => encoder.application(registry.application(name) ?? { name, instances: [] });
        return new SmallDocument({ revision, encode }, format, whole);
      }
      case 'vip':
      case 'svip': {
        const { kind, name } = asked;
        const revision = () => registry.vipRevisions(kind).of(name);
        const encode = () => encoder.applications(registry.vip(kind, name));
        return new SmallDocument({ revision, encode }, format, whole);
      }
    }
  }

  /** For a vip that nobody has. */
  private nobody(asked: DocumentId, form: WireForm): EncodedResponse | undefined {
    if (asked.kind !== 'vip' && asked.kind !== 'svip') return undefined;
    const text = encoderOf(form).applications(this.registry.vip(asked.kind, asked.name));
    return new PiecedResponse(form.format, [Piece.of(Buffer.from(text))]);
  }

  private forgetIdle(now: number): void {
    if (now - this.lookedAt < IDLE_MS / 10) return;
    this.lookedAt = now;
    for (const [key, { askedAt }] of this.documents) if (now - askedAt >= IDLE_MS) this.documents.delete(key);
  }
}
