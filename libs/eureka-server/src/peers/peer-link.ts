import type { InstanceInfo, NodeHeaders } from '@eureka-nest/protocol';
import type { ServerLogger } from '../log/server-logger.js';
import { replicationOutcome } from '../core/replication/replication-outcome.js';
import { Outbox } from '../core/replication/outbox.js';
import { replicationTask, type Mutation } from '../core/replication/replication-task.js';
import { oneLine } from '../service/log-format.js';
import { AntiEntropySession } from './anti-entropy-session.js';
import { ComparisonLog } from './comparison-log.js';
import type { ReceivedHeaders } from './message-delay.js';
import type { OwnRegistry } from './service-backed-registry.js';
import { PeerAvailability } from './peer-availability.js';
import { PeerBackoff } from './peer-backoff.js';
import { PeerIdentity } from './peer-identity.js';
import type { BatchRequest, PeerFailure, PeerRequest, PeerResponses } from './peer-request.js';
import type { PeerState } from './peer-state.js';

export interface PeerLinkOptions {
  readonly maxBatchingDelayMs: number;
  readonly maxChangeDelayMs: number;
  readonly maxElementsInPeerReplicationPool: number;
  readonly maxTimeForReplicationMs: number;
  readonly syncWhenTimestampDiffers: boolean;
  readonly peerProbeIntervalMs: number;
  readonly peerComparisonIntervalMs: number;
}

/** Queue time from which a peer counts as behind. */
const BEHIND_AFTER_MS = 2_000;

/**
 * State machine of the connection to one peer: decides which request is due and what follows from
 * its response. Java: PeerEurekaNode. It does no I/O and has no timer: the caller asks for the
 * next request and reports the response, each with the time. At most one batch is in flight, so
 * mutations arrive in order; one anti-entropy request may be in flight beside it.
 */
export class PeerLink {
  private readonly outbox: Outbox;
  private readonly antiEntropy: AntiEntropySession;
  private readonly availability: PeerAvailability;
  private readonly identity: PeerIdentity;
  private readonly comparisonLog: ComparisonLog;
  private readonly backoff = new PeerBackoff();
  private registry: OwnRegistry | undefined;
  private isBatchInFlight = false;
  private lastResponseAt = -Infinity;

  /** @param url without a login, since it is logged */
  constructor(
    readonly url: string,
    ownHeaders: NodeHeaders,
    private readonly options: PeerLinkOptions,
    private readonly logger: Pick<ServerLogger, 'log' | 'warn' | 'debug'>,
  ) {
    this.outbox = new Outbox({
      maxDelayMs: options.maxBatchingDelayMs,
      maxChangeDelayMs: options.maxChangeDelayMs,
      capacity: options.maxElementsInPeerReplicationPool,
    });
    this.antiEntropy = new AntiEntropySession(options.peerComparisonIntervalMs);
    this.availability = new PeerAvailability(url, logger);
    this.identity = new PeerIdentity(url, ownHeaders, logger);
    this.comparisonLog = new ComparisonLog(url, logger);
  }

  /** Id of the peer's process; undefined before its first response and for Java's servers. */
  get node(): string | undefined {
    return this.identity.node;
  }

  get queueLength(): number {
    return this.outbox.size;
  }

  /** True while the URL responds, even if it is no peer of this cluster. */
  get isUp(): boolean {
    return this.availability.state === 'up';
  }

  /** True unless the URL is this server, an alias, or a server of another environment. */
  get isReplicationTarget(): boolean {
    const { isMyself, isForeign, isAlias } = this.identity;
    return !isMyself && !isForeign && !isAlias;
  }

  state(now: number): PeerState {
    const { state, since, reason } = this.availability;
    const { isMyself, isAlias, isForeign, environment } = this.identity;
    const changes = this.outbox.size;
    if (isMyself) return { is: 'myself' };
    if (isAlias) return { is: 'twin' };
    if (state === 'unknown') return { is: 'unknown' };
    if (state === 'down') return { is: 'unreachable', since, reason, changes };
    if (isForeign) return { is: 'stranger', environment };
    const forMs = now - (this.outbox.waitingSince ?? now);
    return forMs > BEHIND_AFTER_MS ? { is: 'behind', changes, forMs } : { is: 'in-step' };
  }

  /** Starts sending; mutations enqueued before wait in the queue. */
  start(registry: OwnRegistry): void {
    this.registry = registry;
    this.antiEntropy.start(registry);
  }

  /** Marks this URL as a further address of another peer, or takes the mark back. */
  setAlias(isAlias: boolean, now: number): void {
    if (this.identity.isAlias === isAlias) return;
    this.identity.isAlias = isAlias;
    if (isAlias) this.logger.log(`peer ${this.url} is an alias of another peer: skipped`);
    this.roleChanged(now);
  }

  enqueue(mutation: Mutation, now: number): void {
    if (!this.isReplicationTarget) return;
    this.outbox.offer(replicationTask(mutation, now, this.options.maxTimeForReplicationMs), now);
  }

  /** Earliest time at which {@link next} may return a request. */
  get nextDueAt(): number | undefined {
    if (!this.registry) return undefined;
    const batchAt = this.isBatchInFlight ? Infinity : Math.max(this.backoff.until, this.batchDueAt());
    const at = Math.min(batchAt, this.antiEntropy.nextDueAt ?? Infinity);
    return at === Infinity ? undefined : at;
  }

  /** Request that is due; the caller reports its end to {@link responded} or {@link failed}. */
  next(now: number): PeerRequest | undefined {
    if (!this.registry) return undefined;
    return this.nextBatch(now) ?? this.antiEntropy.next(now);
  }

  responded<K extends PeerRequest['kind']>(
    request: Extract<PeerRequest, { kind: K }>,
    response: PeerResponses[K],
    headers: ReceivedHeaders,
    now: number,
  ): void;
  responded(
    request: PeerRequest,
    response: PeerResponses[PeerRequest['kind']],
    headers: ReceivedHeaders,
    now: number,
  ): void {
    if (request.kind === 'batch') this.isBatchInFlight = false;
    const { delayMs = 0 } = headers;
    this.comparisonLog.succeeded(request.kind);
    this.identified(headers, now);
    switch (request.kind) {
      case 'batch':
        this.outbox.delivered();
        return this.applyResponses(request, response as PeerResponses['batch'], now);
      case 'compare':
        return this.antiEntropy.digestsReceived(response as PeerResponses['compare'], now);
      case 'detail':
        return this.antiEntropy.detailsReceived(response as PeerResponses['detail'], delayMs, now);
      case 'fetch':
        return this.antiEntropy.instancesReceived(request.wanted, response as PeerResponses['fetch'], now);
    }
  }

  failed(request: PeerRequest, failure: PeerFailure, reason: string, now: number): void {
    if (request.kind !== 'batch') {
      this.comparisonLog.failed(request.kind, failure, reason);
      return this.antiEntropy.failed(now);
    }
    this.isBatchInFlight = false;
    if (failure === 'too-large' && request.tasks.length > 0) {
      const dropped = this.outbox.split(request.tasks, now);
      if (dropped) this.logger.warn(oneLine(`peer ${this.url} rejected ${dropped.id} as too large: dropped`));
      return;
    }
    if (failure !== 'permanent') this.outbox.requeue(request.tasks, now);
    this.unreachable(failure, reason, now);
  }

  unreachable(failure: PeerFailure, reason: string, now: number): void {
    this.availability.failed(reason, failure === 'permanent', now);
    this.backoff.failed(failure, now);
    this.antiEntropy.suspend();
  }

  /** Next batch of a shutdown, due or not; undefined if the queue is empty or the peer is down. */
  finalBatch(now: number): BatchRequest | undefined {
    if (this.outbox.size === 0 || this.availability.state === 'down') return undefined;
    return this.batchOf(now, this.outbox.takeBatch(Math.max(now, this.outbox.nextDueAt ?? 0)));
  }

  /** Records a response, whatever was asked: the peer is up, and these are its node headers. */
  identified(headers: NodeHeaders, now: number): void {
    this.lastResponseAt = now;
    this.backoff.reset();
    const isAnotherProcess = this.identity.update(headers);
    const { isMyself, isForeign } = this.identity;
    const isBack = this.availability.responded(now, !isMyself && !isForeign);
    if (!isAnotherProcess && !isBack) return;
    this.roleChanged(now);
    if (isAnotherProcess) this.identity.logIfSkipped();
  }

  private roleChanged(now: number): void {
    if (!this.isReplicationTarget) this.outbox.clear();
    if (this.isReplicationTarget && this.identity.isOurs && this.isUp) this.antiEntropy.scheduleNow(now);
    else this.antiEntropy.suspend();
  }

  /** Due time of the next batch; one without items probes a peer that is down or idle. */
  private batchDueAt(): number {
    if (!this.isUp) return -Infinity;
    return Math.min(
      this.outbox.nextDueAt ?? Infinity,
      this.lastResponseAt + this.options.peerProbeIntervalMs,
    );
  }

  private nextBatch(now: number): BatchRequest | undefined {
    if (this.isBatchInFlight || now < this.backoff.until || now < this.batchDueAt()) return undefined;
    this.isBatchInFlight = true;
    return this.batchOf(now, this.isUp ? this.outbox.takeBatch(now) : []);
  }

  /** Batch, with ages for a server of this project: Java rejects unknown fields. */
  private batchOf(now: number, tasks: BatchRequest['tasks'] = []): BatchRequest {
    const { isOurs } = this.identity;
    const items = tasks.map(({ item, at }) => (isOurs ? { ...item, ageMs: Math.max(0, now - at) } : item));
    return { kind: 'batch', items, tasks };
  }

  private applyResponses({ items }: BatchRequest, responses: PeerResponses['batch'], now: number): void {
    items.forEach((item, index) => {
      const response = responses[index] ?? { statusCode: 200 };
      const outcome = replicationOutcome(item, response);
      if (outcome === 'register-there') {
        const listed = this.registry?.peek(item.appName, item.id);
        if (listed) this.enqueue({ action: 'Register', ...listed }, now);
      }
      if (outcome === 'adopt-theirs' && this.options.syncWhenTimestampDiffers) {
        this.acceptNewerInstance(response.instance, now);
      }
      if (outcome === 'failed') {
        const what = `${item.action} of ${item.appName}/${item.id}`;
        this.logger.debug(oneLine(`peer ${this.url} responded ${response.statusCode} to the ${what}`));
      }
    });
  }

  /** Takes Java's copy as it is. Servers of this project are compared with: that has ages too. */
  private acceptNewerInstance(instance: InstanceInfo | undefined, now: number): void {
    if (this.identity.isOurs && this.antiEntropy.isEnabled) this.antiEntropy.scheduleNow(now);
    else if (instance) this.registry?.acceptPeerCopy(instance);
  }
}
