import type { WireForm } from '@eureka-nest/protocol';
import { type Clock, systemClock } from '@eureka-nest/runtime/time';
import type { DocumentId, EncodedResponse, MaybeLater, ResponseCache } from './response-cache.js';
import { responseKey } from './response-key.js';

interface ReadOnlyCacheOptions {
  readonly clock?: Clock;
  readonly updateIntervalMs?: number;
}

interface CacheEntry {
  readonly document: DocumentId;
  readonly form: WireForm;
  /** Undefined if the application is unknown; that is cached too. */
  response: MaybeLater<EncodedResponse | undefined>;
  usedAt: number;
}

/** Age at which an unused entry is dropped; Java keeps it for ever. */
const IDLE_MS = 600_000;

/** Limits of what is cached: clients may ask for any number of unknown names. */
const MAX_ENTRIES = 10_000;
const MAX_NAME_LENGTH = 256;

/**
 * Responses that are all renewed together, at each full interval of the wall clock (10:00:00,
 * 10:00:30 …), and do not change in between: Java's default. Java: ResponseCacheImpl, the read-only
 * map.
 *
 * QUIRK(ResponseCacheImpl.getCacheUpdateTask): a document enters the cache when it is first read,
 * so two forms of it, or an application and the whole, can contradict each other until the next
 * interval.
 *
 * Java renews by a timer; here the first read after an interval renews all entries. So no response
 * is older than Java's would be.
 */
export class ReadOnlyCache implements ResponseCache {
  private readonly entries = new Map<string, CacheEntry>();
  private readonly clock: Clock;
  private readonly updateIntervalMs: number;
  private interval = 0;

  constructor(
    private readonly inner: ResponseCache,
    { clock = systemClock, updateIntervalMs = 30_000 }: ReadOnlyCacheOptions = {},
  ) {
    this.clock = clock;
    this.updateIntervalMs = updateIntervalMs;
  }

  /** Number of cached responses. */
  get size(): number {
    return this.entries.size;
  }

  get(document: DocumentId, form: WireForm): MaybeLater<EncodedResponse | undefined> {
    const now = this.clock();
    this.renewIfDue(now);
    const key = responseKey(document, form);
    const entry = this.entries.get(key);
    if (entry) {
      entry.usedAt = now;
      return entry.response;
    }
    const isShort = !('name' in document) || document.name.length <= MAX_NAME_LENGTH;
    if (!isShort || this.entries.size >= MAX_ENTRIES) return this.inner.get(document, form);
    const added: CacheEntry = { document, form, response: undefined, usedAt: now };
    this.entries.set(key, added);
    this.renew(key, added);
    return added.response;
  }

  private renew(key: string, entry: CacheEntry): void {
    const response = this.inner.get(entry.document, entry.form);
    entry.response = response;
    if (!(response instanceof Promise)) return;
    const settle = (later: EncodedResponse | undefined) => {
      if (entry.response === response) entry.response = later;
    };
    // A failed rendering is repeated at the next read.
    response.then(settle, () => this.entries.delete(key)).catch(() => undefined);
  }

  private renewIfDue(now: number): void {
    const interval = Math.floor(now / this.updateIntervalMs);
    if (interval === this.interval) return;
    this.interval = interval;
    for (const [key, entry] of this.entries) {
      if (now - entry.usedAt >= IDLE_MS) this.entries.delete(key);
      else this.renew(key, entry);
    }
  }
}
