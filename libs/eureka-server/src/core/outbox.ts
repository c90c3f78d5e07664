import type { ReplicationTask } from './replication-task.js';

export interface OutboxOptions {
  readonly batchSize: number;
  /** How long the first task waits for others to share its request. */
  readonly maxDelayMs: number;
  readonly capacity: number;
  /** The pause after the peer said that it is overloaded, or answered too late. */
  readonly congestionPauseMs: number;
  /** The pause after the network failed. */
  readonly transientPauseMs: number;
}

/** Netflix's constants; the capacity is `maxElementsInPeerReplicationPool`. */
export const defaultOutboxOptions: OutboxOptions = {
  batchSize: 250,
  maxDelayMs: 500,
  capacity: 10_000,
  congestionPauseMs: 1000,
  transientPauseMs: 100,
};

/**
 * How sending a batch went: `congestion` and `transient` are worth another try, `permanent` never will be.
 */
export type BatchOutcome = 'success' | 'congestion' | 'transient' | 'permanent';

export type Offered = 'queued' | 'replaced-older' | 'dropped-oldest';

interface Pending {
  readonly task: ReplicationTask;
  readonly queuedAt: number;
}

/** What one peer has still to be told. Java: AcceptorExecutor and TrafficShaper. */
export class Outbox {
  private readonly options: OutboxOptions;
  /** In sending order; a Map keeps the place of a key whose value is replaced. */
  private pending = new Map<string, Pending>();
  private pausedUntil = 0;

  constructor(options: Partial<OutboxOptions> = {}) {
    this.options = { ...defaultOutboxOptions, ...options };
  }

  get size(): number {
    return this.pending.size;
  }

  /**
   * Queues a task; a newer one takes the place of an older one with its id, and its age with it.
   * Better than Java in two ways: a replacement needs no room, so it never drops the oldest task; and since
   * it keeps the age, a task that is replaced again and again still leaves after `maxDelayMs`.
   */
  offer(task: ReplicationTask, now: number): Offered {
    const older = this.pending.get(task.id);
    if (older) {
      this.pending.set(task.id, { task, queuedAt: older.queuedAt });
      return 'replaced-older';
    }
    const full = this.isFull();
    if (full) this.dropOldest();
    this.pending.set(task.id, { task, queuedAt: now });
    return full ? 'dropped-oldest' : 'queued';
  }

  /** When to ask {@link take} again; undefined while there is nothing to send. */
  get nextDueAt(): number | undefined {
    const front = this.front();
    if (!front) return undefined;
    return Math.max(
      this.pausedUntil,
      this.isFull() ? front.queuedAt : front.queuedAt + this.options.maxDelayMs,
    );
  }

  /** Hands over a batch if one is due; the caller tells with {@link settle} how it went. */
  take(now: number): readonly ReplicationTask[] | undefined {
    if (now < (this.nextDueAt ?? Infinity)) return undefined;
    const batch: ReplicationTask[] = [];
    for (const { task } of this.pending.values()) {
      if (batch.length === this.options.batchSize) break;
      this.pending.delete(task.id);
      if (task.expiresAt > now) batch.push(task);
    }
    return batch.length > 0 ? batch : undefined;
  }

  /**
   * A batch worth another try goes back to the front, without what has expired or been overtaken by newer
   * tasks meanwhile.
   */
  settle(batch: readonly ReplicationTask[], outcome: BatchOutcome, now: number): void {
    if (outcome === 'success' || outcome === 'permanent') return;
    const { congestionPauseMs, transientPauseMs, capacity } = this.options;
    const pause = outcome === 'congestion' ? congestionPauseMs : transientPauseMs;
    this.pausedUntil = Math.max(this.pausedUntil, now + pause);
    const again = batch.filter(({ id, expiresAt }) => expiresAt > now && !this.pending.has(id));
    // QUIRK(AcceptorExecutor.drainReprocessQueue): where they do not all fit, the oldest of the batch are
    // given up, not the waiting ones.
    const fitting = again.slice(Math.max(0, again.length - (capacity - this.size)));
    const waited = now - this.options.maxDelayMs;
    const front = fitting.map((task): [string, Pending] => [task.id, { task, queuedAt: waited }]);
    this.pending = new Map([...front, ...this.pending]);
  }

  private isFull(): boolean {
    return this.pending.size >= this.options.capacity;
  }

  private front(): Pending | undefined {
    return this.pending.values().next().value;
  }

  private dropOldest(): void {
    const front = this.front();
    if (front) this.pending.delete(front.task.id);
  }
}
