import type { Detail } from '@eureka-nest/protocol';

/** Outgoing side of a connection. */
export interface EventSink {
  /** Bytes that wait in this process because the network does not take them yet. */
  readonly unsentBytes: number;
  write(bytes: Buffer): void;
  /** Closes the connection once everything was sent. */
  end(): void;
  /** Closes the connection at once. */
  destroy(): void;
}

/** Time that a stalled reader has to read what was written to it before. */
const STALL_LIMIT_MS = 30_000;

/**
 * A connection that follows the change feed, at the pace of its network. A reader with too many
 * unsent bytes stalls: it gets nothing until all was sent, then a resync in place of what it
 * missed. So the memory that a reader takes is bounded.
 */
export class FeedSubscriber {
  private stalledAt: number | undefined;

  constructor(
    readonly detail: Detail,
    private readonly sink: EventSink,
    private readonly maxUnsentBytes: number,
  ) {}

  greet(bytes: Buffer): void {
    this.sink.write(bytes);
  }

  /** @param now monotonic time */
  send(event: Buffer, now: number): void {
    if (this.stalledAt !== undefined) return;
    if (this.sink.unsentBytes > this.maxUnsentBytes) this.stalledAt = now;
    else this.sink.write(event);
  }

  /** Ends a stall once everything was sent. */
  resumeIfDrained(resync: () => Buffer): void {
    if (this.stalledAt === undefined || this.sink.unsentBytes > 0) return;
    this.stalledAt = undefined;
    this.sink.write(resync());
  }

  /** Does nothing while bytes are unsent: they keep the connection alive. */
  keepAlive(bytes: Buffer): void {
    if (this.stalledAt === undefined && this.sink.unsentBytes === 0) this.sink.write(bytes);
  }

  /** Returns true if the reader was disconnected. */
  disconnectIfStalled(now: number): boolean {
    if (this.stalledAt === undefined || now - this.stalledAt < STALL_LIMIT_MS) return false;
    this.sink.destroy();
    return true;
  }

  /**
   * Closes the connection; one with unsent bytes at once, or it could keep this server from
   * stopping.
   */
  end(): void {
    if (this.sink.unsentBytes > 0) this.sink.destroy();
    else this.sink.end();
  }
}
