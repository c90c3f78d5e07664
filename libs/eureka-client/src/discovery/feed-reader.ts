import { EventStream, type StreamEvent } from '../core/event-stream.js';
import { isCovered, type Position, readPosition } from '@eureka-nest/protocol';
import { readApplications } from '../core/registry-document.js';
import type { Clock } from '../surroundings.js';
import type { OrderedSink } from './position-guard.js';

/** What a registry tells is of no use; the registry itself may be well. */
export class UselessFeedError extends Error {}

export interface ToldChangesParts {
  readonly sink: OrderedSink;
  readonly maxEventBytes: number;
  /** Asks the registries, for something was missed; up to there, where that is known. */
  readonly fetch: (upTo: Position | undefined) => void;
  readonly clock: Clock;
}

/** So often in a row may changes not lead from what a registry told last to what it has now. */
const MOST_MISMATCHES = 3;

/** What one registry tells over one connection, brought to the copy. */
export class ToldChanges {
  private readonly events: EventStream;
  /** Up to where the registry has told. */
  private reached: Position | undefined;
  private mismatches = 0;
  private keepAlive: number | undefined;

  constructor(
    private readonly from: string,
    private readonly parts: ToldChangesParts,
  ) {
    this.events = new EventStream(parts.maxEventBytes);
  }

  /** How often it gives a sign of life; undefined until it said so, which it does first of all. */
  get keepAliveMs(): number | undefined {
    return this.keepAlive;
  }

  /**
   * The next piece, however it was cut.
   *
   * @throws UselessFeedError
   */
  take(text: string): void {
    for (const event of read(() => this.events.push(text))) this.heed(event);
    const { sink } = this.parts;
    // Whoever hears a sign of life, and has all that was told before, has what the registry has.
    if (isCovered(this.reached, sink.position)) sink.confirmed(this.from);
  }

  private heed(event: StreamEvent): void {
    if (event.name === 'hello' || event.name === 'resync') this.begin(event);
    if (event.name === 'delta') this.change(event);
  }

  private begin({ name, data }: StreamEvent): void {
    const told = read(() => JSON.parse(data) as { position?: unknown; keepAliveMs?: unknown } | null);
    const { position, keepAliveMs } = told ?? {};
    this.reached = readPosition(typeof position === 'string' ? position : undefined);
    if (name === 'hello')
      this.keepAlive = typeof keepAliveMs === 'number' && keepAliveMs > 0 ? keepAliveMs : 10_000;
    // What changed before it was followed, and after the copy was made.
    if (name === 'resync' || !isCovered(this.reached, this.parts.sink.position))
      this.parts.fetch(this.reached);
  }

  private change({ data, id }: StreamEvent): void {
    const { sink, clock } = this.parts;
    const changes = read(() => readApplications(JSON.parse(data), clock()));
    const position = readPosition(id);
    const wasInStep = isCovered(this.reached, sink.position);
    this.reached = position;
    // Before the first copy there is nothing to change; the hash code tells when something was missed.
    if (sink.hasCopy && sink.changes({ ...changes, ...(position && { position }) }, this.from)) {
      this.mismatches = 0;
      return sink.ended();
    }
    if (wasInStep) this.mismatches += 1;
    if (this.mismatches >= MOST_MISMATCHES)
      throw new UselessFeedError(`it does not add up to its own hash code ${changes.hashCode}`);
    this.parts.fetch(position);
  }
}

/** @throws UselessFeedError where it cannot be read */
function read<T>(reading: () => T): T {
  try {
    return reading();
  } catch (cause) {
    throw new UselessFeedError((cause as Error).message, { cause });
  }
}
