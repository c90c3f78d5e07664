import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { type EventSink, FeedSubscriber } from '../change-feed/feed-subscriber.js';
import { takeFirst } from './pending-events.js';
import type { ChangedKeys, Snapshot } from './snapshot.js';

/** Bytes that wait for a slow network before the next part of a snapshot, or before a stall. */
const MAX_UNSENT_BYTES = 1_048_576;
/** Changes in one event after a snapshot. */
const MAX_CHANGES = 250;
/** Time that a reader has to take a part of its snapshot. */
const STALL_LIMIT_MS = 30_000;

interface Joining {
  /** First events, before the snapshot. */
  readonly greeting: Buffer;
  readonly snapshot: Snapshot;
  readonly changesOf: (changed: ChangedKeys) => Buffer;
  /** Last event before the live ones. */
  readonly farewell: () => Buffer;
}

/**
 * An open console. It joins with a snapshot at the pace of its network, then gets the live events
 * through a {@link FeedSubscriber}; after a stall it joins again.
 */
export class ConsoleReader {
  private readonly subscriber: FeedSubscriber;
  /** Changes since its snapshot began; undefined once the reader is live. */
  private missed: ChangedKeys | undefined;
  private isClosed = false;
  private waitingSince: number | undefined;
  private wake: () => void = () => undefined;

  constructor(
    private readonly sink: EventSink,
    private readonly monotonicMs: () => number,
  ) {
    this.subscriber = new FeedSubscriber('full', sink, MAX_UNSENT_BYTES);
  }

  async join({ greeting, snapshot, changesOf, farewell }: Joining): Promise<void> {
    const missed: ChangedKeys = new Map(snapshot.changed);
    this.missed = missed;
    this.sink.write(greeting);
    for (let part = 0; !this.isClosed; part++) {
      const bytes = snapshot.part(part);
      if (!bytes) break;
      await this.write(bytes);
    }
    while (!this.isClosed && missed.size > 0) await this.write(changesOf(takeFirst(missed, MAX_CHANGES)));
    if (this.isClosed) return;
    // No turn passes between the last check and this line, so that nothing is missed or sent twice.
    const last = farewell();
    this.missed = undefined;
    this.sink.write(last);
  }

  /** Records a change for after the snapshot; a live reader gets it by {@link send}. */
  changed(key: string, name: { readonly app: string; readonly id: string }): void {
    this.missed?.set(key, name);
  }

  /** Sends a live event. One that joins gets the same content with its snapshot. */
  send(event: Buffer): void {
    if (!this.missed) this.subscriber.send(event, this.monotonicMs());
  }

  /** Call when everything was sent; `rejoin` is called if events were dropped before. */
  drained(rejoin: () => Buffer): void {
    this.waitingSince = undefined;
    this.wake();
    if (!this.missed) this.subscriber.resumeIfDrained(rejoin);
  }

  keepAlive(bytes: Buffer): void {
    this.subscriber.keepAlive(bytes);
  }

  /** Returns true if the reader was disconnected. */
  disconnectIfStalled(): boolean {
    const now = this.monotonicMs();
    if (this.waitingSince === undefined || now - this.waitingSince < STALL_LIMIT_MS) {
      return this.subscriber.disconnectIfStalled(now);
    }
    this.sink.destroy();
    return true;
  }

  /** Ends a snapshot that is being sent. */
  closed(): void {
    this.isClosed = true;
    this.wake();
  }

  end(): void {
    this.subscriber.end();
  }

  private async write(bytes: Buffer): Promise<void> {
    this.sink.write(bytes);
    await yieldToOthers();
    if (this.isClosed || this.sink.unsentBytes <= MAX_UNSENT_BYTES) return;
    this.waitingSince = this.monotonicMs();
    await new Promise<void>((resolve) => (this.wake = resolve));
  }
}
