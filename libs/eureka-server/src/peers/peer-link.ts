import type { InstanceInfo, NodeHeaders } from '@eureka-nest/protocol';
import type { ServerLogger } from '../log/server-logger.js';
import { replicationOutcome } from '../core/replication/replication-outcome.js';
import { Outbox } from '../core/replication/outbox.js';
import { mutationForGonePeer, replicationTask, type Mutation } from '../core/replication/replication-task.js';
import { oneLine } from '../service/log-format.js';
import { AntiEntropySession } from './anti-entropy-session.js';
import { ComparisonLog } from './comparison-log.js';
import type { ReceivedHeaders } from './message-delay.js';
import type { OwnRegistry } from './service-backed-registry.js';
import { PeerAvailability } from './peer-availability.js';
import { PeerBackoff } from './peer-backoff.js';
import { PeerIdentity } from './peer-identity.js';
import {
  batchRequest,
  type BatchRequest,
  type PeerFailure,
  type PeerRequest,
  type PeerResponses,
} from './peer-request.js';
import { peerState, type PeerState } from './peer-state.js';

export interface PeerLinkOptions {
  readonly maxBatchingDelayMs: number;
  readonly maxChangeDelayMs: number;
  readonly maxElementsInPeerReplicationPool: number;
  readonly maxTimeForReplicationMs: number;
  readonly syncWhenTimestampDiffers: boolean;
  readonly peerProbeIntervalMs: number;
  readonly peerComparisonIntervalMs: number;
}

/**
 * State machine of the connection to one peer: decides which request is due and what follows from
 * its response. Java: PeerEurekaNode. It does no I/O and has no timer: the caller asks for the
 * next request and reports the response, each with the time. At most one batch is in flight, so
 * mutations arrive in order; one anti-entropy request may be in flight beside it.
 */
export class PeerLink {
  readonly outbox: Outbox;
  readonly availability: PeerAvailability;
  readonly identity: PeerIdentity;
  private readonly antiEntropy: AntiEntropySession;
  private readonly comparisonLog: ComparisonLog;
  private readonly backoff = new PeerBackoff();
  private registry: OwnRegistry | undefined;
  private isBatchInFlight = false;
  /** Time of the last response; -Infinity before the first. */
  lastResponseAt = -Infinity;

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
    return this.identity.isPeer;
  }

  state(now: number): PeerState {
    return peerState(this, now);
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
    const queued = this.availability.isGone(now) ? mutationForGonePeer(mutation) : mutation;
    if (queued) this.outbox.offer(replicationTask(queued, now, this.options.maxTimeForReplicationMs), now);
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
    const request = this.nextBatch(now) ?? this.antiEntropy.next(now);
    if (request) this.identity.sent(request);
    return request;
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
    if (this.identity.isOutdated(request, headers)) return this.dropResponse(request, now);
    if (request.kind === 'batch') this.isBatchInFlight = false;
    const { delayMs = 0 } = headers;
    this.comparisonLog.succeeded(request.kind);
    this.identified(headers, now);
    if (request.kind !== 'batch') return this.antiEntropy.responded(request, response, delayMs, now);
    this.outbox.delivered();
    this.applyResponses(request, response as PeerResponses['batch'], now);
  }

  /** @param headers node headers of the response, if it was one */
  failed(
    request: PeerRequest,
    failure: PeerFailure,
    reason: string,
    now: number,
    headers: NodeHeaders = {},
  ): void {
    if (this.identity.isOutdated(request, headers)) return this.dropResponse(request, now);
    // A server of another environment refuses our requests, and says which one it belongs to.
    if (this.identity.namesOtherEnvironment(headers)) {
      this.identified(headers, now);
      return this.dropResponse(request, now);
    }
    if (request.kind !== 'batch') {
      this.comparisonLog.failed(request.kind, failure, reason);
      return this.antiEntropy.failed(now);
    }
    this.isBatchInFlight = false;
    if (failure === 'too-large' && request.tasks.length > 0 && this.isReplicationTarget) {
      const dropped = this.outbox.split(request.tasks, now);
      if (dropped) this.logger.warn(oneLine(`peer ${this.url} rejected ${dropped.id} as too large: dropped`));
      return;
    }
    if (failure !== 'permanent' && this.isReplicationTarget) this.outbox.requeue(request.tasks, now);
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
    const tasks = this.outbox.takeBatch(Math.max(now, this.outbox.nextDueAt ?? 0));
    return batchRequest(tasks, this.identity.isOurs, now);
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
    // Rows of one process and instances of another do not belong together.
    this.antiEntropy.suspend();
    if (!this.isReplicationTarget) this.outbox.clear();
    else if (this.identity.isOurs && this.isUp) this.antiEntropy.scheduleNow(now);
  }

  /** Ends a request whose response counts for nothing: its server is no peer, or has ended. */
  private dropResponse(request: PeerRequest, now: number): void {
    if (request.kind !== 'batch') return this.antiEntropy.failed(now);
    this.isBatchInFlight = false;
    if (this.isReplicationTarget) this.outbox.requeue(request.tasks, now);
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
    return batchRequest(this.isUp ? this.outbox.takeBatch(now) : [], this.identity.isOurs, now);
  }

  private applyResponses({ items }: BatchRequest, responses: PeerResponses['batch'], now: number): void {
    if (!this.isReplicationTarget) return;
    for (const [index, item] of items.entries()) {
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
    }
  }

  /** Takes Java's copy as it is. Servers of this project are compared with: that has ages too. */
  private acceptNewerInstance(instance: InstanceInfo | undefined, now: number): void {
    if (this.identity.isOurs && this.antiEntropy.isEnabled) this.antiEntropy.scheduleNow(now);
    else if (instance) this.registry?.acceptPeerCopy(instance);
  }
}
