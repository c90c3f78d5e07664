import { replicationActions, type ReplicationItem } from '@eureka-nest/protocol';
import { type ReplicationTask, taskId } from './replication-task.js';

interface OutboxOptions {
  readonly batchSize: number;
  /** Time for which a renewal waits for others to share its request. */
  readonly maxDelayMs: number;
  /** Time for which any other task waits: a client may be looking for its instance already. */
  readonly maxChangeDelayMs: number;
  /**
   * Number of tasks beyond which the oldest is dropped (option `maxElementsInPeerReplicationPool`).
   */
  readonly capacity: number;
}

/** Netflix's constants but for `maxChangeDelayMs`, which is 500 there. */
const defaultOutboxOptions: OutboxOptions = {
  batchSize: 250,
  maxDelayMs: 500,
  maxChangeDelayMs: 10,
  capacity: 10_000,
};

type OfferOutcome = 'queued' | 'replaced-older' | 'dropped-oldest';

interface Pending {
  readonly task: ReplicationTask;
  readonly queuedAt: number;
}

/**
 * Queue of tasks for one peer. Java: AcceptorExecutor
 *
 * Invariant: at most `capacity` tasks, at most one per task id, in the order in which they are
 * sent.
 */
export class Outbox {
  private readonly options: OutboxOptions;
  /** Tasks by id; a Map keeps the place of a key whose value is replaced. */
  private pending = new Map<string, Pending>();
  private dueAt = Infinity;
  private batchLimit: number;

  constructor(options: Partial<OutboxOptions> = {}) {
    this.options = { ...defaultOutboxOptions, ...options };
    this.batchLimit = this.options.batchSize;
  }

  get size(): number {
    return this.pending.size;
  }

  /** Time since when the first task waits; undefined while the outbox is empty. */
  get waitingSince(): number | undefined {
    return this.front()?.queuedAt;
  }

  /** Time of the next {@link takeBatch}; undefined while the outbox is empty. */
  get nextDueAt(): number | undefined {
    const front = this.front();
    return front && (this.isFull() ? front.queuedAt : this.dueAt);
  }

  /**
   * Queues a task. It replaces an older task with its id, and takes over the time for which that
   * has waited.
   *
   * Better than Java in three ways. A replacement needs no room, so it never drops the oldest task.
   * As it keeps the age, a task that is replaced again and again is still sent in time. And a
   * cancel discards whatever waits about its instance; in Java a later registration takes the place
   * of one from before the cancel, and the peer ends up with the cancel.
   */
  offer(task: ReplicationTask, now: number): OfferOutcome {
    if (task.item.action === 'Cancel') this.dropAllOf(task.item);
    const older = this.pending.get(task.id);
    if (older) {
      this.pending.set(task.id, { task, queuedAt: older.queuedAt });
      return 'replaced-older';
    }
    const wasFull = this.isFull();
    if (wasFull) this.dropOldest();
    this.pending.set(task.id, { task, queuedAt: now });
    const { maxDelayMs, maxChangeDelayMs } = this.options;
    const isRenewal = task.item.action === 'Heartbeat';
    this.dueAt = Math.min(this.dueAt, now + (isRenewal ? maxDelayMs : maxChangeDelayMs));
    return wasFull ? 'dropped-oldest' : 'queued';
  }

  /**
   * Removes and returns a batch if one is due, without its expired tasks. The caller
   * {@link requeue}s those that did not arrive.
   *
   * @param limit size of the batch, smaller than usual after a {@link split}
   */
  takeBatch(now: number, limit = this.batchLimit): readonly ReplicationTask[] | undefined {
    if (now < (this.nextDueAt ?? Infinity)) return undefined;
    const batch: ReplicationTask[] = [];
    for (const { task } of this.pending.values()) {
      if (batch.length === limit) break;
      this.pending.delete(task.id);
      if (task.expiresAt > now) batch.push(task);
    }
    // The tasks that are left have waited long enough.
    this.dueAt = this.pending.size > 0 ? now : Infinity;
    return batch.length > 0 ? batch : undefined;
  }

  /** Puts tasks back to the front, due at once, except those that have expired or been replaced. */
  requeue(batch: readonly ReplicationTask[], now: number): void {
    const usable = batch.filter(({ id, expiresAt }) => expiresAt > now && !this.pending.has(id));
    // QUIRK(AcceptorExecutor.drainReprocessQueue): if there is no room for all of them, those
    // dropped are the oldest of the batch, not the tasks in the queue.
    const fitting = usable.slice(Math.max(0, usable.length - (this.options.capacity - this.size)));
    const [first] = fitting;
    if (!first) return;
    const queuedAt = Math.min(now, first.at);
    const front = fitting.map((task): [string, Pending] => [task.id, { task, queuedAt }]);
    this.pending = new Map([...front, ...this.pending]);
    this.dueAt = now;
  }

  /**
   * Takes a batch back that the peer rejected as too large, for batches of half its size. A single
   * task that is too large is dropped and returned.
   */
  split(batch: readonly ReplicationTask[], now: number): ReplicationTask | undefined {
    this.batchLimit = Math.ceil(batch.length / 2);
    if (batch.length <= 1) return batch[0];
    this.requeue(batch, now);
    return undefined;
  }

  /** Doubles the limit of a batch after a success, until it is the usual one again. */
  delivered(): void {
    this.batchLimit = Math.min(2 * this.batchLimit, this.options.batchSize);
  }

  clear(): void {
    this.pending.clear();
    this.dueAt = Infinity;
  }

  private isFull(): boolean {
    return this.pending.size >= this.options.capacity;
  }

  private front(): Pending | undefined {
    return this.pending.values().next().value;
  }

  private dropAllOf({ appName, id }: ReplicationItem): void {
    for (const action of replicationActions) this.pending.delete(taskId(action, appName, id));
  }

  private dropOldest(): void {
    const front = this.front();
    if (front) this.pending.delete(front.task.id);
  }
}
