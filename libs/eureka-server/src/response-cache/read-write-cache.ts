import { appsHashCode, encoderOf, type Encoder, type WireForm } from '@eureka-nest/protocol';
import { type Clock, systemClock } from '@eureka-nest/runtime/time';
import type { ApplicationSnapshot } from '../core/delta/application-snapshot.js';
import type { RegistryReads } from '../core/registry/registry-reads.js';
import { applicationTexts } from './application-texts.js';
import { PlainBudget } from './plain-budget.js';
import type { DocumentId, EncodedResponse, MaybeLater, ResponseCache } from './response-cache.js';
import { responseKey } from './response-key.js';
import { type DocumentOptions, SegmentedDocument } from './segmented-document.js';
import { type CachedDocument, SharedRendering } from './shared-rendering.js';
import { Slicer } from './slicer.js';
import { renderTexts, SmallDocument } from './small-document.js';

interface CacheEntry {
  readonly rendering: SharedRendering;
  usedAt: number;
}

/** Age at which an unused document is dropped. */
const IDLE_MS = 600_000;

/**
 * About 200 instances. Compressing such a segment takes 0.3 ms; with 50 kB it would be 0.1 ms, and
 * the responses would be a fifth larger.
 */
const SEGMENT_BYTES = 200_000;

/** Smaller for deltas, which are short and change all the time. */
const DELTA_SEGMENT_BYTES = 50_000;

interface ReadWriteCacheOptions {
  readonly clock?: Clock;
  readonly maxAgeMs?: number;
  readonly segmentBytes?: number;
  readonly deltaSegmentBytes?: number;
  readonly slicer?: Slicer;
  readonly budget?: PlainBudget;
}

/**
 * Responses that show every change at once; only what changed is encoded again. Java's
 * ResponseCacheImpl drops whole documents on a change, and forgets compact ones and those of an
 * instance's second vip.
 * QUIRK(ResponseCacheImpl): a renewal is no change, so lease times may be up to `maxAgeMs` old.
 */
export class ReadWriteCache implements ResponseCache {
  private readonly documents = new Map<string, CacheEntry>();
  private readonly clock: Clock;
  private readonly fullOptions: DocumentOptions;
  private readonly deltaOptions: DocumentOptions;
  private readonly slicer: Slicer;
  private sweptAt = 0;

  constructor(
    private readonly registry: RegistryReads,
    {
      clock = systemClock,
      maxAgeMs = 180_000,
      segmentBytes = SEGMENT_BYTES,
      deltaSegmentBytes = DELTA_SEGMENT_BYTES,
      slicer = new Slicer(),
      budget = new PlainBudget(),
    }: ReadWriteCacheOptions = {},
  ) {
    this.clock = clock;
    this.slicer = slicer;
    this.fullOptions = { segmentBytes, maxAgeMs, budget };
    this.deltaOptions = { segmentBytes: deltaSegmentBytes, maxAgeMs, budget };
  }

  /** Number of cached documents. */
  get size(): number {
    return this.documents.size;
  }

  get(id: DocumentId, form: WireForm): MaybeLater<EncodedResponse | undefined> {
    const now = this.clock();
    this.dropIdle(now);
    const key = responseKey(id, form);
    const entry = this.documents.get(key) ?? { rendering: this.share(id, form), usedAt: now };
    const response = entry.rendering.get();
    // Unknown names are not cached: clients could fill the memory with them.
    if (response) this.documents.set(key, entry);
    else this.documents.delete(key);
    entry.usedAt = now;
    if (response instanceof Promise) return response.then((later) => later ?? this.emptyVip(id, form));
    return response ?? this.emptyVip(id, form);
  }

  private share(id: DocumentId, form: WireForm): SharedRendering {
    return new SharedRendering(() => this.create(id, form), this.slicer, this.clock);
  }

  private create(id: DocumentId, form: WireForm): CachedDocument {
    const { registry, fullOptions, deltaOptions } = this;
    const { format } = form;
    const encoder = encoderOf(form);
    switch (id.kind) {
      case 'apps': {
        const groups = registry.applicationRevisions;
        const header = () => ({ version: '1', hashCode: registry.hashCode() });
        const source = { groups, revision: () => groups.revisions.current, header };
        return new SegmentedDocument(source, encoder, format, fullOptions);
      }
      case 'delta': {
        const source = {
          groups: registry.deltaRevisions,
          revision: () => registry.deltaRevision,
          header: () => registry.deltaHeader(),
        };
        return new SegmentedDocument(source, encoder, format, deltaOptions);
      }
      case 'app': {
        const { revisions } = registry.applicationRevisions;
        const revision = () => revisions.of(id.name);
        const texts = () => {
          const application = registry.applicationRevisions.snapshot(id.name);
          return application ? applicationDocument(encoder, application) : [];
        };
        return new SmallDocument({ revision, texts }, format, fullOptions);
      }
      case 'vip':
      case 'svip': {
        const { kind, name } = id;
        const revision = () => registry.vipRevisions(kind).of(name);
        const texts = () => vipDocument(encoder, registry.vipSnapshots(kind, name));
        return new SmallDocument({ revision, texts }, format, fullOptions);
      }
    }
  }

  /** Response for a vip without instances; undefined if the document is no vip. */
  private emptyVip({ kind }: DocumentId, form: WireForm): MaybeLater<EncodedResponse> | undefined {
    if (kind !== 'vip' && kind !== 'svip') return undefined;
    return this.slicer.run(renderTexts(form.format, vipDocument(encoderOf(form), [])));
  }

  private dropIdle(now: number): void {
    if (now - this.sweptAt < IDLE_MS / 10) return;
    this.sweptAt = now;
    for (const [key, { usedAt }] of this.documents) if (now - usedAt >= IDLE_MS) this.documents.delete(key);
  }
}

function* applicationDocument(encoder: Encoder, application: ApplicationSnapshot): Generator<string> {
  const { head, tail } = encoder.applicationFrame;
  yield head;
  yield* applicationTexts(encoder, application);
  yield tail;
}

function* vipDocument(encoder: Encoder, applications: readonly ApplicationSnapshot[]): Generator<string> {
  const hashCode = appsHashCode(applications.flatMap(({ instances }) => instances));
  const isEmpty = applications.length === 0;
  const { head, separator, tail } = encoder.frame({ version: '-1', hashCode, isEmpty });
  yield head;
  for (const [index, application] of applications.entries()) {
    if (index > 0) yield separator;
    yield* applicationTexts(encoder, application);
  }
  yield tail;
}
