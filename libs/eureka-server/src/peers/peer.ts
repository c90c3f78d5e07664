import { withoutLogin } from '@eureka-nest/protocol';
import type { InstanceInfo, ReplicationAnswer, ReplicationItem } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime';
import type { Logger } from '@nestjs/common';
import { consequenceOf } from '../core/replication-answer.js';
import { Outbox } from '../core/outbox.js';
import { replicationTask, type Change, type ReplicationTask } from '../core/replication-task.js';
import { oneLine } from '../words.js';
import { PeerClient, reasonOf, type Delivery, type PeerLimits } from './peer-client.js';
import { Presence, type PresenceState } from './presence.js';

/** What a peer may know better than we do, and what it may be missing. */
export interface LocalRegistry {
  peek(app: string, id: string): InstanceInfo | undefined;
  adopt(instance: InstanceInfo): void;
}

export interface PeerOptions extends PeerLimits {
  readonly maxBatchingDelayMs: number;
  readonly maxElementsInPeerReplicationPool: number;
  readonly maxTimeForReplicationMs: number;
  readonly syncWhenTimestampDiffers: boolean;
}

const LONGEST_WAIT_MS = 1000;

/**
 * One other server: what it has to be told, in batches, one at a time and so in order. Java: PeerEurekaNode.
 * A batch that does not arrive is tried again until its changes are too old to matter.
 */
export class Peer {
  /** As it may be printed: without the login. */
  readonly url: string;
  private readonly client: PeerClient;
  private readonly presence: Presence;
  private readonly outbox: Outbox;
  private local: LocalRegistry | undefined;
  private sending: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private plannedFor = Infinity;
  private closed = false;

  constructor(
    url: string,
    private readonly options: PeerOptions,
    private readonly clock: Clock,
    private readonly logger: Pick<Logger, 'log' | 'warn' | 'debug'>,
  ) {
    this.url = withoutLogin(url);
    this.client = new PeerClient(url, options, clock);
    this.presence = new Presence(this.url, logger);
    this.outbox = new Outbox({
      maxDelayMs: options.maxBatchingDelayMs,
      capacity: options.maxElementsInPeerReplicationPool,
    });
  }

  get state(): PresenceState {
    return this.presence.state;
  }

  /** Before this changes wait. */
  start(local: LocalRegistry): void {
    this.local = local;
    this.plan();
  }

  tell(change: Change): void {
    const now = this.clock();
    this.outbox.offer(replicationTask(change, now, this.options.maxTimeForReplicationMs), now);
    this.plan();
  }

  /** All that this peer knows; undefined when it does not answer. */
  async fetchAll(): Promise<readonly InstanceInfo[] | undefined> {
    try {
      const { applications } = await this.client.fetchAll();
      this.presence.answered();
      return applications.flatMap(({ instances }) => instances);
    } catch (error) {
      if (!this.closed) this.presence.failed(reasonOf(error));
      return undefined;
    }
  }

  /** Sends what still waits, as long as the peer takes it, and ends. */
  async close(limitMs: number): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    const giveUp = setTimeout(() => this.client.close(), limitMs);
    await this.sending;
    let taken: boolean;
    do taken = await this.send(this.outbox.take(Math.max(this.clock(), this.outbox.nextDueAt ?? 0)));
    while (taken);
    clearTimeout(giveUp);
    this.client.close();
  }

  private plan(): void {
    const dueAt = this.outbox.nextDueAt;
    if (dueAt === undefined || dueAt >= this.plannedFor || this.sending || this.closed || !this.local) return;
    clearTimeout(this.timer);
    this.plannedFor = dueAt;
    // The wall clock may be set back; then this merely looks again.
    const waitMs = Math.min(Math.max(0, dueAt - this.clock()), LONGEST_WAIT_MS);
    this.timer = setTimeout(() => {
      this.plannedFor = Infinity;
      this.sending = this.send(this.outbox.take(this.clock())).then(() => {
        this.sending = undefined;
        this.plan();
      });
    }, waitMs);
  }

  /** Says whether the peer took something. */
  private async send(batch: readonly ReplicationTask[] | undefined): Promise<boolean> {
    if (!batch) return false;
    const delivery = await this.client.send(batch.map(({ item }) => item));
    this.outbox.settle(batch, delivery.outcome, this.clock());
    if (delivery.outcome === 'success') this.presence.answered();
    else if (!this.closed) this.presence.failed(delivery.reason ?? delivery.outcome);
    this.heed(batch, delivery);
    return delivery.outcome === 'success';
  }

  /** A peer that knows less is sent the whole instance; from one that knows better we take it over. */
  private heed(batch: readonly ReplicationTask[], { answers }: Delivery): void {
    if (answers.length !== batch.length) return;
    batch.forEach(({ item }, index) => {
      const answer = answers[index] ?? { statusCode: 200 };
      const consequence = consequenceOf(item, answer);
      const ours = this.local?.peek(item.appName, item.id);
      if (consequence === 'register-there' && ours) this.tell({ action: 'Register', instance: ours });
      if (consequence === 'adopt-theirs' && answer.instance && this.options.syncWhenTimestampDiffers) {
        this.local?.adopt(answer.instance);
      }
      if (consequence === 'failed') this.logger.debug(refusedBy(this.url, item, answer));
    });
  }
}

const refusedBy = (
  url: string,
  { action, appName, id }: ReplicationItem,
  { statusCode }: ReplicationAnswer,
) => oneLine(`peer ${url} answered ${statusCode} to the ${action} of ${appName}/${id}`);
