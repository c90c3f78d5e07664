import { replicationActions, type ReplicationItem } from '@eureka-nest/protocol';
import { type ReplicationTask, taskId } from './replication-task.js';

export interface OutboxOptions {
  readonly batchSize: number;
  /** How long a renewal waits for others to share its request. */
  readonly maxDelayMs: number;
  /** How long anything else waits: somebody may be looking for it already. */
  readonly maxChangeDelayMs: number;
  readonly capacity: number;
}

/** Netflix's constants but for `maxChangeDelayMs` (500 there); the capacity is `maxElementsInPeerReplicationPool`. */
export const defaultOutboxOptions: OutboxOptions = {
  batchSize: 250,
  maxDelayMs: 500,
  maxChangeDelayMs: 10,
  capacity: 10_000,
};

export type Offered = 'queued' | 'replaced-older' | 'dropped-oldest';

interface Pending {
  readonly task: ReplicationTask;
  readonly queuedAt: number;
}

/** What one peer has still to be told. Java: AcceptorExecutor */
export class Outbox {
  private readonly options: OutboxOptions;
  /** In sending order; a Map keeps the place of a key whose value is replaced. */
  private pending = new Map<string, Pending>();
  private dueAt = Infinity;

  constructor(options: Partial<OutboxOptions> = {}) {
    this.options = { ...defaultOutboxOptions, ...options };
  }

  get size(): number {
    return this.pending.size;
  }

  /** Since when the first one waits; undefined while nothing does. */
  get waitingSince(): number | undefined {
    return this.front()?.queuedAt;
  }

  /** When to ask {@link take} again; undefined while there is nothing to send. */
  get nextDueAt(): number | undefined {
    const front = this.front();
    return front && (this.isFull() ? front.queuedAt : this.dueAt);
  }

  /**
   * Queues a task; a newer one takes the place of an older one with its id, and its age with it.
   * Better than Java in two ways: a replacement needs no room, so it never drops the oldest task; and since
   * it keeps the age, a task that is replaced again and again still leaves in time. And a cancel takes with it whatever waits about the
   * instance: in Java a registration that follows takes the place of one before the cancel, and the peer ends with the cancel.
   */
  offer(task: ReplicationTask, now: number): Offered {
    if (task.item.action === 'Cancel') this.dropAllOf(task.item);
    const older = this.pending.get(task.id);
    if (older) {
      this.pending.set(task.id, { task, queuedAt: older.queuedAt });
      return 'replaced-older';
    }
    const full = this.isFull();
    if (full) this.dropOldest();
    this.pending.set(task.id, { task, queuedAt: now });
    const { maxDelayMs, maxChangeDelayMs } = this.options;
    const isRenewal = task.item.action === 'Heartbeat';
    this.dueAt = Math.min(this.dueAt, now + (isRenewal ? maxDelayMs : maxChangeDelayMs));
    return full ? 'dropped-oldest' : 'queued';
  }

  /**
   * Hands over a batch if one is due; the caller {@link giveBack}s what did not arrive.
   *
   * @param most fewer than the usual batch, for a peer that found that too large
   */
  take(now: number, most = this.options.batchSize): readonly ReplicationTask[] | undefined {
    if (now < (this.nextDueAt ?? Infinity)) return undefined;
    const batch: ReplicationTask[] = [];
    for (const { task } of this.pending.values()) {
      if (batch.length === most) break;
      this.pending.delete(task.id);
      if (task.expiresAt > now) batch.push(task);
    }
    // What is left has waited for its turn long enough.
    this.dueAt = this.pending.size > 0 ? now : Infinity;
    return batch.length > 0 ? batch : undefined;
  }

  /** To be sent first, as soon as possible, without what has expired or been overtaken by newer tasks meanwhile. */
  giveBack(batch: readonly ReplicationTask[], now: number): void {
    const again = batch.filter(({ id, expiresAt }) => expiresAt > now && !this.pending.has(id));
    // QUIRK(AcceptorExecutor.drainReprocessQueue): where they do not all fit, the oldest of the batch are
    // given up, not the waiting ones.
    const fitting = again.slice(Math.max(0, again.length - (this.options.capacity - this.size)));
    const [first] = fitting;
    if (!first) return;
    const queuedAt = Math.min(now, first.at);
    const front = fitting.map((task): [string, Pending] => [task.id, { task, queuedAt }]);
    this.pending = new Map([...front, ...this.pending]);
    this.dueAt = now;
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

  /** What waits about an instance that left; and a registration that comes after that must not take the place of one before. */
  private dropAllOf({ appName, id }: ReplicationItem): void {
    for (const action of replicationActions) this.pending.delete(taskId(action, appName, id));
  }

  private dropOldest(): void {
    const front = this.front();
    if (front) this.pending.delete(front.task.id);
  }
}
