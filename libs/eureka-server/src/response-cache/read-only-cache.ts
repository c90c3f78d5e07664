import type { WireForm } from '@eureka-nest/protocol';
import { type Clock, systemClock } from '@eureka-nest/runtime/time';
import { type EncodedResponse, ResponseCache, type DocumentId } from './response-cache.js';
import { responseKey } from './response-key.js';

export interface ReadOnlyCacheOptions {
  readonly clock?: Clock;
  readonly updateIntervalMs?: number;
}

interface Kept {
  readonly asked: DocumentId;
  readonly form: WireForm;
  /** Undefined: there is no such application. That is kept, too. */
  answer: EncodedResponse | undefined;
  askedAt: number;
}

/** How long what nobody asks for is kept; Java keeps it for ever. */
const IDLE_MS = 600_000;

/** What goes beyond is answered, but not kept: anybody may ask for names that are nobody's. */
const MOST_KEPT = 10_000;
const LONGEST_NAME = 256;

/**
 * Answers that are renewed together, at each full interval of the wall clock (10:00:00, 10:00:30 …), and stand still in
 * between. For who wants a server to behave as Java's does by default. Java: ResponseCacheImpl, the read-only map.
 *
 * QUIRK(ResponseCacheImpl.getCacheUpdateTask): what is asked for the first time is copied at once, so answers of
 * different forms, or of an application and of all, can contradict each other until the next interval.
 *
 * Java's timer renews at the interval; here the first read after it does, of whatever key, for all of them. So no answer
 * is older than Java's would be.
 */
export class ReadOnlyCache extends ResponseCache {
  private readonly copies = new Map<string, Kept>();
  private readonly clock: Clock;
  private readonly updateIntervalMs: number;
  private interval = 0;

  constructor(
    private readonly inner: ResponseCache,
    { clock = systemClock, updateIntervalMs = 30_000 }: ReadOnlyCacheOptions = {},
  ) {
    super();
    this.clock = clock;
    this.updateIntervalMs = updateIntervalMs;
  }

  /** How many answers are kept. */
  get size(): number {
    return this.copies.size;
  }

  override get(asked: DocumentId, form: WireForm): EncodedResponse | undefined {
    const now = this.clock();
    this.renewIfDue(now);
    const key = responseKey(asked, form);
    const kept = this.copies.get(key);
    if (kept) {
      kept.askedAt = now;
      return kept.answer;
    }
    const answer = this.inner.get(asked, form);
    const isShort = !('name' in asked) || asked.name.length <= LONGEST_NAME;
    if (isShort && this.copies.size < MOST_KEPT) this.copies.set(key, { asked, form, answer, askedAt: now });
    return answer;
  }

  private renewIfDue(now: number): void {
    const interval = Math.floor(now / this.updateIntervalMs);
    if (interval === this.interval) return;
    this.interval = interval;
    for (const [key, kept] of this.copies) {
      if (now - kept.askedAt >= IDLE_MS) this.copies.delete(key);
      else kept.answer = this.inner.get(kept.asked, kept.form);
    }
  }
}
