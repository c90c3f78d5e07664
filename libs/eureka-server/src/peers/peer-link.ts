import type { InstanceInfo, NodeHeaders, ReplicationResponse, ReplicationItem } from '@eureka-nest/protocol';
import type { Logger } from '@nestjs/common';
import { replicationOutcome } from '../core/replication/replication-outcome.js';
import { defaultOutboxOptions, Outbox } from '../core/replication/outbox.js';
import {
  replicationTask,
  type Mutation,
  type ReplicationTask,
} from '../core/replication/replication-task.js';
import { oneLine } from '../service/log-format.js';
import { AntiEntropySession } from './anti-entropy-session.js';
import type { PeerHeaders } from './message-delay.js';
import type { BatchRequest, Failure, PeerAnswers, PeerRequest } from './peer-request.js';
import type { PeerState } from './peer-state.js';
import { PeerBackoff } from './peer-backoff.js';
import { PeerAvailability } from './peer-availability.js';
import type { OwnRegistry } from './own-registry.js';

export interface PeerLinkOptions {
  readonly maxBatchingDelayMs: number;
  readonly maxChangeDelayMs: number;
  readonly maxElementsInPeerReplicationPool: number;
  readonly maxTimeForReplicationMs: number;
  readonly syncWhenTimestampDiffers: boolean;
  readonly peerProbeIntervalMs: number;
  readonly peerComparisonIntervalMs: number;
}

/** Changes that wait for longer are worth telling people. */
const BEHIND_MS = 2_000;

/**
 * What goes on between this server and one peer: which request is due, and what its answer asks for. Java: PeerEurekaNode. It neither
 * sends nor waits: it is asked what to send, and told what came of it, with the time. One batch is under way at most, so
 * changes arrive in their order; a comparison goes on beside it.
 */
export class PeerLink {
  private readonly outbox: Outbox;
  private readonly comparing: AntiEntropySession;
  private readonly presence: PeerAvailability;
  private readonly pauses = new PeerBackoff();
  private local: OwnRegistry | undefined;
  private facts: NodeHeaders = {};
  private sending = false;
  private answeredAt = -Infinity;
  private mostInBatch: number | undefined;
  private twin = false;
  /** Why it could not be compared with of late, by what was asked. */
  private readonly incomparable = new Map<PeerRequest['kind'], string>();

  constructor(
    /** As it may be printed. */
    readonly url: string,
    private readonly self: NodeHeaders,
    private readonly options: PeerLinkOptions,
    private readonly logger: Pick<Logger, 'log' | 'warn' | 'debug'>,
  ) {
    this.outbox = new Outbox({
      maxDelayMs: options.maxBatchingDelayMs,
      maxChangeDelayMs: options.maxChangeDelayMs,
      capacity: options.maxElementsInPeerReplicationPool,
    });
    this.comparing = new AntiEntropySession(options.peerComparisonIntervalMs);
    this.presence = new PeerAvailability(url, logger);
  }

  /** Which process answers there; undefined while nobody does, and of Java's. */
  get node(): string | undefined {
    return this.facts.node;
  }

  /** How many changes wait. */
  get waiting(): number {
    return this.outbox.size;
  }

  /** Whether somebody answers there, whoever that is. */
  get answers(): boolean {
    return this.presence.state === 'up';
  }

  /** Whether it is another server, and of this cluster. */
  get isTold(): boolean {
    return !this.isMyself && !this.isStranger && !this.twin;
  }

  state(now: number): PeerState {
    const { state, since, reason } = this.presence;
    const changes = this.outbox.size;
    if (this.isMyself) return { is: 'myself' };
    if (this.twin) return { is: 'twin' };
    if (state === 'not asked yet') return { is: 'unknown' };
    if (state === 'away') return { is: 'unreachable', since, reason, changes };
    if (this.isStranger) return { is: 'stranger', environment: this.facts.environment ?? '' };
    const forMs = now - (this.outbox.waitingSince ?? now);
    return forMs > BEHIND_MS ? { is: 'behind', changes, forMs } : { is: 'in-step' };
  }

  /** Before this, changes wait. */
  start(local: OwnRegistry): void {
    this.local = local;
    this.comparing.start(local);
  }

  /** Whether this is the same server as another of the peers: one of them is told. */
  setTwin(isTwin: boolean, now: number): void {
    if (this.twin === isTwin) return;
    this.twin = isTwin;
    if (isTwin) this.logger.log(`peer ${this.url} is a second address of another peer: told there`);
    this.settleRole(now);
  }

  enqueue(change: Mutation, now: number): void {
    if (!this.isTold) return;
    this.outbox.offer(replicationTask(change, now, this.options.maxTimeForReplicationMs), now);
  }

  /** When {@link next} may have something. */
  get nextAt(): number | undefined {
    if (!this.local) return undefined;
    const batchAt = this.sending ? Infinity : Math.max(this.pauses.until, this.batchDueAt());
    const at = Math.min(batchAt, this.comparing.nextAt ?? Infinity);
    return at === Infinity ? undefined : at;
  }

  /** A request that is due, to be {@link answered} or {@link failed}. */
  next(now: number): PeerRequest | undefined {
    if (!this.local) return undefined;
    return this.nextBatch(now) ?? this.comparing.next(now);
  }

  answered<K extends PeerRequest['kind']>(
    request: Extract<PeerRequest, { kind: K }>,
    answer: PeerAnswers[K],
    from: PeerHeaders,
    now: number,
  ): void;
  answered(
    request: PeerRequest,
    answer: PeerAnswers[PeerRequest['kind']],
    from: PeerHeaders,
    now: number,
  ): void {
    if (request.kind === 'batch') this.sending = false;
    this.incomparable.delete(request.kind);
    this.heardOf(from, now);
    switch (request.kind) {
      case 'batch':
        this.growAgain();
        return this.applyResponses(request.items, answer as PeerAnswers['batch'], now);
      case 'compare':
        return this.comparing.compared(answer as PeerAnswers['compare'], now);
      case 'detail':
        return this.comparing.detailed(answer as PeerAnswers['detail'], from.lateMs ?? 0, now);
      case 'fetch':
        return this.comparing.fetched(request.wanted, answer as PeerAnswers['fetch'], now);
    }
  }

  failed(request: PeerRequest, failure: Failure, reason: string, now: number): void {
    if (request.kind !== 'batch') {
      this.tellIncomparable(request, failure, reason);
      return this.comparing.failed(now);
    }
    this.sending = false;
    if (failure === 'too-large' && request.tasks.length > 0) return this.makeSmaller(request, now);
    if (failure !== 'permanent') this.outbox.giveBack(request.tasks, now);
    this.unreachable(failure, reason, now);
  }

  unreachable(failure: Failure, reason: string, now: number): void {
    this.presence.failed(reason, failure === 'permanent', now);
    this.pauses.failed(failure, now);
    this.comparing.suspend();
  }

  /** What still waits, at the end, without regard to when it is due; nothing where the peer is away. */
  last(now: number): BatchRequest | undefined {
    if (this.outbox.size === 0 || this.presence.state === 'away') return undefined;
    return this.batch(
      this.outbox.take(Math.max(now, this.outbox.nextDueAt ?? 0), this.mostInBatch) ?? [],
      now,
    );
  }

  /** The whole registry was read from it. */
  heardOf(from: NodeHeaders, now: number): void {
    this.answeredAt = now;
    this.pauses.answered();
    const isAnother = from.node !== this.facts.node;
    this.facts = from;
    const isBack = this.presence.answered(now, !this.isMyself && !this.isStranger);
    if (!isAnother && !isBack) return;
    this.settleRole(now);
    if (!isAnother) return;
    if (this.isMyself) this.logger.log(`peer ${this.url} is this server itself: left out`);
    if (this.isStranger) {
      const { environment } = from;
      this.logger.warn(
        oneLine(
          `peer ${this.url} is of the environment ${environment}, this server of ${this.self.environment}: left out (eureka.environment)`,
        ),
      );
    }
  }

  private settleRole(now: number): void {
    if (!this.isTold) this.outbox.clear();
    if (this.isTold && this.node !== undefined && this.presence.state === 'up')
      this.comparing.scheduleNow(now);
    else this.comparing.suspend();
  }

  private get isMyself(): boolean {
    return this.node !== undefined && this.node === this.self.node;
  }

  private get isStranger(): boolean {
    const { environment } = this.facts;
    return environment !== undefined && environment !== this.self.environment;
  }

  private batchDueAt(): number {
    if (this.presence.state !== 'up') return -Infinity;
    return Math.min(this.outbox.nextDueAt ?? Infinity, this.answeredAt + this.options.peerProbeIntervalMs);
  }

  private nextBatch(now: number): BatchRequest | undefined {
    if (this.sending || now < this.pauses.until || now < this.batchDueAt()) return undefined;
    this.sending = true;
    // Who does not answer is asked whether it is there again, which costs neither side much.
    return this.batch((this.presence.state === 'up' && this.outbox.take(now, this.mostInBatch)) || [], now);
  }

  private batch(tasks: readonly ReplicationTask[], now: number): BatchRequest {
    // To a server of ours alone: Java would refuse the batch.
    const aged = this.node !== undefined;
    const items = tasks.map(({ item, at }) => (aged ? { ...item, ageMs: Math.max(0, now - at) } : item));
    return { kind: 'batch', items, tasks };
  }

  /** A server of ours is compared with instead, which tells how old everything is. */
  private adopt(theirs: InstanceInfo | undefined, now: number): void {
    if (this.node !== undefined && this.comparing.isOn) this.comparing.scheduleNow(now);
    else if (theirs) this.local?.adopt(theirs);
  }

  /** Once, until it answers the like well: it is asked again and again. That it is away, its batches tell. */
  private tellIncomparable({ kind }: PeerRequest, failure: Failure, reason: string): void {
    if (failure === 'transient' || failure === 'congestion') return;
    if (reason === this.incomparable.get(kind)) return;
    this.incomparable.set(kind, reason);
    this.logger.warn(oneLine(`peer ${this.url} cannot be compared with: retrying (${reason})`));
  }

  private growAgain(): void {
    const { mostInBatch } = this;
    if (mostInBatch !== undefined) {
      this.mostInBatch = 2 * mostInBatch < defaultOutboxOptions.batchSize ? 2 * mostInBatch : undefined;
    }
  }

  private makeSmaller({ tasks }: BatchRequest, now: number): void {
    this.mostInBatch = Math.ceil(tasks.length / 2);
    if (tasks.length > 1) return this.outbox.giveBack(tasks, now);
    const [only] = tasks;
    this.logger.warn(oneLine(`peer ${this.url} finds this too large: ${only?.id}`));
  }

  /** A peer that knows less is sent the whole instance; from one that knows better we take it over. */
  private applyResponses(
    items: readonly ReplicationItem[],
    answers: readonly ReplicationResponse[],
    now: number,
  ): void {
    if (answers.length !== items.length) return;
    items.forEach((item, index) => {
      const answer = answers[index] ?? { statusCode: 200 };
      const consequence = replicationOutcome(item, answer);
      if (consequence === 'register-there') {
        const ours = this.local?.peek(item.appName, item.id);
        if (ours) this.enqueue({ action: 'Register', ...ours }, now);
      }
      if (consequence === 'adopt-theirs' && this.options.syncWhenTimestampDiffers) {
        this.adopt(answer.instance, now);
      }
      if (consequence === 'failed') this.logger.debug(refusedBy(this.url, item, answer));
    });
  }
}

const refusedBy = (
  url: string,
  { action, appName, id }: ReplicationItem,
  { statusCode }: ReplicationResponse,
) => oneLine(`peer ${url} answered ${statusCode} to the ${action} of ${appName}/${id}`);
