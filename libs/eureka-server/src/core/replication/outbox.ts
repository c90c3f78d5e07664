import { replicationActions, type ReplicationItem } from '@eureka-nest/protocol';
import { LimitedMap } from '../limited-map.js';
import { sizeOfItem } from '../sizes.js';
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
  /** Characters of all tasks beyond which the oldest is dropped: 10,000 instances of 6 kB. */
  readonly maxSize: number;
}

/** Netflix's constants but for `maxChangeDelayMs`, which is 500 there. */
const defaultOutboxOptions: OutboxOptions = {
  batchSize: 250,
  maxDelayMs: 500,
  maxChangeDelayMs: 10,
  capacity: 10_000,
  maxSize: 64 * 1024 * 1024,
};

type OfferOutcome = 'queued' | 'replaced-older' | 'dropped-oldest';

interface Pending {
  readonly task: ReplicationTask;
  readonly queuedAt: number;
  readonly size: number;
}

/**
 * Queue of tasks for one peer. Java: AcceptorExecutor
 *
 * Invariant: at most `capacity` tasks of at most `maxSize` in all (a larger one waits alone), at
 * most one per task id, in the order in which they are sent.
 */
export class Outbox {
  private readonly options: OutboxOptions;
  /** Tasks by id; a Map keeps the place of a key whose value is replaced. */
  private readonly pending: LimitedMap<Pending>;
  private dueAt = Infinity;
  private batchLimit: number;

  constructor(options: Partial<OutboxOptions> = {}) {
    this.options = { ...defaultOutboxOptions, ...options };
    const { capacity, maxSize } = this.options;
    this.pending = new LimitedMap({ count: capacity, size: maxSize, sizeOf: ({ size }) => size });
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
    return front && (this.pending.isFull ? front.queuedAt : this.dueAt);
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
      const dropped = this.pending.put(task.id, pendingOf(task, older.queuedAt));
      return dropped > 0 ? 'dropped-oldest' : 'replaced-older';
    }
    const dropped = this.pending.put(task.id, pendingOf(task, now));
    const { maxDelayMs, maxChangeDelayMs } = this.options;
    const isRenewal = task.item.action === 'Heartbeat';
    this.dueAt = Math.min(this.dueAt, now + (isRenewal ? maxDelayMs : maxChangeDelayMs));
    return dropped > 0 ? 'dropped-oldest' : 'queued';
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
    const fitting = this.fitting(usable);
    const [first] = fitting;
    if (!first) return;
    const queuedAt = Math.min(now, first.at);
    const behind = [...this.pending.values()];
    this.pending.clear();
    for (const task of fitting) this.pending.put(task.id, pendingOf(task, queuedAt));
    for (const pending of behind) this.pending.put(pending.task.id, pending);
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

  /** The latest of these tasks, as many as there is room for. */
  private fitting(tasks: readonly ReplicationTask[]): readonly ReplicationTask[] {
    let count = this.options.capacity - this.size;
    let size = this.options.maxSize - this.pending.totalSize;
    let from = tasks.length;
    for (const task of [...tasks].reverse()) {
      count -= 1;
      size -= sizeOfItem(task.item);
      const isAlone = this.size === 0 && from === tasks.length;
      if (count < 0 || (size < 0 && !isAlone)) break;
      from -= 1;
    }
    return tasks.slice(from);
  }

  private front(): Pending | undefined {
    const { oldestKey } = this.pending;
    return oldestKey === undefined ? undefined : this.pending.get(oldestKey);
  }

  private dropAllOf({ appName, id }: ReplicationItem): void {
    for (const action of replicationActions) this.pending.delete(taskId(action, appName, id));
  }
}

const pendingOf = (task: ReplicationTask, queuedAt: number): Pending => ({
  task,
  queuedAt,
  size: sizeOfItem(task.item),
});
