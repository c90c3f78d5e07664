import type { Clock } from '@eureka-nest/runtime/time';
import { goesBack, orderOfDelta } from '../core/delta-order.js';
import { excerpt } from '../core/excerpt.js';
import { EventStream, type StreamEvent } from '../core/event-stream.js';
import { decodeJson, isCovered, type Position, readPosition } from '@eureka-nest/protocol';
import { readApplications } from '../core/registry-document.js';
import type { RegistryCache } from './registry-cache.js';

/** The change feed of a registry cannot be used; the registry itself may be fine. */
export class UnusableFeedError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(excerpt(reason, 250), options);
  }
}

interface FeedReaderParts {
  readonly sink: RegistryCache;
  readonly maxEventBytes: number;
  /** Position that the request for the feed named. */
  readonly since: Position | undefined;
  /** Called when changes were missed, with the position to reach, if the feed sent one. */
  readonly fetch: (upTo: Position | undefined) => void;
  readonly clock: Clock;
}

/** Limit of deltas in a row that do not lead from one state of the registry to its next. */
const MAX_MISMATCHES = 3;

/** Applies the change events of one connection to the cache. */
export class FeedReader {
  private readonly events: EventStream;
  /** Position of the last event; at first, that of the request. */
  private reached: Position | undefined;
  private mismatches = 0;
  private keepAlive: number | undefined;

  constructor(
    private readonly from: string,
    private readonly parts: FeedReaderParts,
  ) {
    this.events = new EventStream(parts.maxEventBytes);
    this.reached = parts.since;
  }

  /** Interval of the keep-alives; undefined before the `hello` event, which is the first one. */
  get keepAliveMs(): number | undefined {
    return this.keepAlive;
  }

  /**
   * Processes the next piece of text, however it was cut.
   *
   * @throws UnusableFeedError
   */
  push(text: string): void {
    for (const event of orUnusable(() => this.events.push(text))) this.handle(event);
    const { sink } = this.parts;
    if (this.keepAlive === undefined) return;
    // A cache that covers all events so far is current with every sign of life.
    if (isCovered(this.reached, sink.position)) sink.confirm(this.from);
  }

  private handle(event: StreamEvent): void {
    if (event.name === 'hello' || event.name === 'resync') this.synchronize(event);
    if (event.name === 'delta') this.applyDelta(event);
  }

  private synchronize({ name, data }: StreamEvent): void {
    const hello = orUnusable(() => JSON.parse(data) as { position?: unknown; keepAliveMs?: unknown } | null);
    const { position: text, keepAliveMs } = hello ?? {};
    const position = readPosition(typeof text === 'string' ? text : undefined);
    // The number of one process only grows: the cache has a number that never was.
    const isWrong = position?.number !== this.reached?.number && goesBack(this.reached, position);
    if (isWrong) this.parts.sink.forgetPosition();
    this.reached = position;
    if (name === 'hello') this.keepAlive = keepAliveOf(keepAliveMs);
    // Changes between the last fetch and the start of the feed are in no event.
    if (name === 'resync' || !isCovered(this.reached, this.parts.sink.position))
      this.parts.fetch(this.reached);
  }

  private applyDelta({ data, id }: StreamEvent): void {
    const { sink, clock } = this.parts;
    const delta = orUnusable(() => decodeJson(data, (document) => readApplications(document, clock())));
    const position = readPosition(id);
    const after = this.reached;
    this.reached = position;
    const isWrong = goesBack(after, position);
    if (isWrong) sink.forgetPosition();
    const hasPredecessor = orderOfDelta(position, sink.position, { after }) !== 'gap';
    // A delta needs a snapshot to apply to. Its hash code reveals missed changes.
    const positioned = { ...delta, ...(position && { position }) };
    if (sink.hasSnapshot && sink.applyDelta(positioned, this.from, { after })) {
      this.mismatches = 0;
      return sink.endAttempt();
    }
    if (isWrong || hasPredecessor) this.mismatches += 1;
    if (this.mismatches >= MAX_MISMATCHES)
      throw new UnusableFeedError(`its deltas do not match their hash code ${excerpt(delta.hashCode)}`);
    this.parts.fetch(position);
  }
}

/** Interval that a registry may announce: within bounds in which a client notices its end. */
function keepAliveOf(announcedMs: unknown): number {
  if (typeof announcedMs !== 'number' || !(announcedMs > 0)) return 10_000;
  return Math.min(Math.max(announcedMs, 10), 300_000);
}

/** @throws UnusableFeedError if the text cannot be read */
function orUnusable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new UnusableFeedError((cause as Error).message, { cause });
  }
}
