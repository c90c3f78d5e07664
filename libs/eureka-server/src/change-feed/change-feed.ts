import { type Detail, keepAliveComment, type Position } from '@eureka-nest/protocol';
import { every, type Stop } from '@eureka-nest/runtime/time';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { ChangeLog } from '../core/delta/change-log.js';
import type { RegistryReads } from '../core/registry/registry-reads.js';
import type { ServerLogger } from '../log/server-logger.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import { ChangeEvents } from './change-events.js';
import { type EventSink, FeedSubscriber } from './feed-subscriber.js';
import { FlushPace } from './flush-pace.js';

/** Readers written to before heartbeats get their turn; takes about 3 ms. */
const BATCH_SIZE = 200;

const keepAlive = Buffer.from(keepAliveComment);

/** Settings of the change feed. */
type FeedOptions = Pick<
  EurekaServerOptions,
  'changesDelayMs' | 'changesKeepAliveMs' | 'changesMaxReaders' | 'changesMaxUnsentBytes' | 'changesLogSize'
>;

interface ChangeFeedParts {
  readonly registry: RegistryReads;
  /** Id of this process. */
  readonly node: string;
  readonly options: FeedOptions;
  /** True while instances that live may be missing; the `hello` says so. */
  readonly isSyncing?: () => boolean;
  /** Monotonic clock, in ms. */
  readonly monotonicMs?: () => number;
  readonly logger: Pick<ServerLogger, 'warn' | 'error'>;
}

/**
 * Writes each change of the registry to all readers. An event is encoded once per detail, whatever
 * the number of readers; without readers the feed costs nothing but the change log.
 */
export class ChangeFeed {
  private readonly log: ChangeLog;
  private readonly events: ChangeEvents;
  private readonly pace: FlushPace;
  private readonly readers = new Set<FeedSubscriber>();
  private readonly monotonicMs: () => number;
  private readonly stopListening: Stop;
  private stopKeepingAlive: Stop = () => undefined;
  private scheduled: NodeJS.Timeout | undefined;
  private isFlushing = false;
  private isClosed = false;
  private isFull = false;
  /** Number of the last change that was flushed; readers know all changes up to this one. */
  private flushedTo = 0;

  constructor(private readonly parts: ChangeFeedParts) {
    const { registry, node, options, isSyncing } = parts;
    this.monotonicMs = parts.monotonicMs ?? (() => performance.now());
    const log = new ChangeLog(options.changesLogSize);
    this.log = log;
    this.events = new ChangeEvents({
      registry,
      log,
      node,
      keepAliveMs: options.changesKeepAliveMs,
      isSyncing,
    });
    this.pace = new FlushPace(options.changesDelayMs);
    this.stopListening = registry.whenChanged((entry) => {
      log.add(entry);
      this.scheduleFlush();
    });
  }

  /** Current position of the registry. */
  get position(): string {
    return this.events.position;
  }

  /** Number of readers. */
  get size(): number {
    return this.readers.size;
  }

  /** True if one more reader may subscribe. Logs once when the feed becomes full. */
  admits(): boolean {
    if (this.isClosed) return false;
    const wasFull = this.isFull;
    this.isFull = this.size >= this.parts.options.changesMaxReaders;
    if (this.isFull && !wasFull) {
      this.parts.logger.warn(`change feed full (${this.size} readers): further clients have to poll`);
    }
    return !this.isFull;
  }

  /**
   * @param since position that the reader has reached; undefined if it has just fetched the
   * registry
   */
  subscribe(detail: Detail, since: Position | undefined, sink: EventSink): FeedSubscriber {
    const { changesMaxUnsentBytes, changesKeepAliveMs } = this.parts.options;
    const reader = new FeedSubscriber(detail, sink, changesMaxUnsentBytes);
    if (this.size === 0) {
      this.flushedTo = this.log.last;
      this.stopKeepingAlive = every(changesKeepAliveMs, () => this.keepAlive(), this.parts.logger);
    }
    this.readers.add(reader);
    reader.greet(this.events.greeting(detail, since));
    return reader;
  }

  /** Call when everything written to a reader was sent. */
  drained(reader: FeedSubscriber): void {
    if (this.readers.has(reader)) reader.resumeIfDrained(() => this.events.resync());
  }

  unsubscribe(reader: FeedSubscriber): void {
    if (this.readers.delete(reader) && this.size === 0) this.stopTimers();
  }

  /** Disconnects all readers and admits no more. */
  close(): void {
    this.isClosed = true;
    this.stopListening();
    this.stopTimers();
    const readers = [...this.readers];
    this.readers.clear();
    readers.forEach((reader) => reader.end());
  }

  private scheduleFlush(): void {
    if (this.size === 0 || this.isFlushing || this.scheduled) return;
    this.scheduled = setTimeout(() => {
      this.flush().catch((error: unknown) => this.parts.logger.error(String(error)));
    }, this.pace.waitMs(this.monotonicMs()));
  }

  private async flush(): Promise<void> {
    this.scheduled = undefined;
    this.isFlushing = true;
    const startedAt = this.monotonicMs();
    try {
      const event = this.pendingEvent();
      await this.forEachReader((reader) => reader.send(event[reader.detail], this.monotonicMs()));
    } finally {
      this.pace.flushed(startedAt, this.monotonicMs());
      this.isFlushing = false;
    }
    if (this.log.last > this.flushedTo) this.scheduleFlush();
  }

  /**
   * Event with all changes since the last flush, in each detail that some reader wants. All readers
   * get the state of this moment, even those written to later in the same flush.
   */
  private pendingEvent(): Record<Detail, Buffer> {
    const changed = this.log.since(this.flushedTo);
    this.flushedTo = this.log.last;
    const resync = this.events.resync();
    const event = { full: resync, compact: resync };
    if (!changed) return event;
    const details = new Set([...this.readers].map(({ detail }) => detail));
    for (const detail of details) event[detail] = this.events.delta(changed, detail);
    return event;
  }

  private async keepAlive(): Promise<void> {
    await this.forEachReader((reader) => {
      if (reader.disconnectIfStalled(this.monotonicMs())) return this.unsubscribe(reader);
      reader.resumeIfDrained(() => this.events.resync());
      reader.keepAlive(keepAlive);
    });
  }

  /** Skips readers that left meanwhile, and those that came: their greeting had it all. */
  private async forEachReader(act: (reader: FeedSubscriber) => void): Promise<void> {
    let count = 0;
    for (const reader of [...this.readers]) {
      if (this.readers.has(reader)) act(reader);
      if (++count % BATCH_SIZE === 0) await yieldToOthers();
    }
  }

  private stopTimers(): void {
    clearTimeout(this.scheduled);
    this.scheduled = undefined;
    this.stopKeepingAlive();
  }
}
