import { defaultOutboxOptions, Outbox } from '../core/replication/outbox.js';
import {
  replicationTask,
  type Mutation,
  type ReplicationTask,
} from '../core/replication/replication-task.js';
import type { BatchRequest } from './peer-request.js';

export interface ReplicationQueueOptions {
  readonly maxBatchingDelayMs: number;
  readonly maxChangeDelayMs: number;
  readonly maxElementsInPeerReplicationPool: number;
  readonly maxTimeForReplicationMs: number;
}

/**
 * Mutations that one peer has not received yet, handed out as batches. After a 413 batches are
 * halved; with each success the limit doubles until it is Java's again.
 */
export class ReplicationQueue {
  private readonly outbox: Outbox;
  private batchLimit: number | undefined;

  constructor(private readonly options: ReplicationQueueOptions) {
    this.outbox = new Outbox({
      maxDelayMs: options.maxBatchingDelayMs,
      maxChangeDelayMs: options.maxChangeDelayMs,
      capacity: options.maxElementsInPeerReplicationPool,
    });
  }

  get length(): number {
    return this.outbox.size;
  }

  /** Time at which the oldest entry was queued; undefined while the queue is empty. */
  get waitingSince(): number | undefined {
    return this.outbox.waitingSince;
  }

  /** Time at which {@link take} returns something; undefined while the queue is empty. */
  get nextDueAt(): number | undefined {
    return this.outbox.nextDueAt;
  }

  enqueue(mutation: Mutation, now: number): void {
    this.outbox.offer(replicationTask(mutation, now, this.options.maxTimeForReplicationMs), now);
  }

  /** @param withAges true for a server of this project; Java rejects a batch with unknown fields */
  take(now: number, withAges: boolean): BatchRequest {
    return this.batchOf(this.outbox.takeBatch(now, this.batchLimit) ?? [], now, withAges);
  }

  /** Batch for a shutdown: like {@link take}, but due at once. */
  takeEarly(now: number, withAges: boolean): BatchRequest {
    const tasks = this.outbox.takeBatch(Math.max(now, this.outbox.nextDueAt ?? 0), this.batchLimit);
    return this.batchOf(tasks ?? [], now, withAges);
  }

  requeue({ tasks }: BatchRequest, now: number): void {
    this.outbox.requeue(tasks, now);
  }

  /**
   * Takes a batch back for smaller ones; a single task that is too large is dropped and returned.
   */
  split(request: BatchRequest, now: number): ReplicationTask | undefined {
    const { tasks } = request;
    this.batchLimit = Math.ceil(tasks.length / 2);
    if (tasks.length <= 1) return tasks[0];
    this.requeue(request, now);
    return undefined;
  }

  /** Doubles the limit of a batch after a success. */
  delivered(): void {
    const doubled = 2 * (this.batchLimit ?? Infinity);
    this.batchLimit = doubled < defaultOutboxOptions.batchSize ? doubled : undefined;
  }

  clear(): void {
    this.outbox.clear();
  }

  private batchOf(tasks: readonly ReplicationTask[], now: number, withAges: boolean): BatchRequest {
    const items = tasks.map(({ item, at }) => (withAges ? { ...item, ageMs: Math.max(0, now - at) } : item));
    return { kind: 'batch', items, tasks };
  }
}
