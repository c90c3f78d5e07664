import { type NodeHeaders, withoutLogin } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import type { ServerLogger } from '../log/server-logger.js';
import type { Mutation } from '../core/replication/replication-task.js';
import type { SyncFailure } from './initial-sync.js';
import type { RegistryCopy } from './initial-sync-runner.js';
import { MessageDelay } from './message-delay.js';
import type { OwnRegistry } from './service-backed-registry.js';
import { peerFailure, PeerClient, peerFailureReason, type PeerLimits, type PeerTls } from './peer-client.js';
import { PeerLink, type PeerLinkOptions } from './peer-link.js';
import type { PeerRequest } from './peer-request.js';
import type { PeerState } from './peer-state.js';

export type PeerOptions = PeerLimits & PeerLinkOptions;

export interface PeerParts {
  readonly options: PeerOptions;
  readonly nodeHeaders: () => NodeHeaders;
  readonly clock: Clock;
  readonly logger: Pick<ServerLogger, 'log' | 'warn' | 'debug'>;
  readonly tls?: PeerTls;
  /** Called when the URL starts or stops responding, or another process responds there. */
  readonly onIdentityChange?: () => void;
  /** Called when the URL starts to respond. */
  readonly onUp?: (url: string) => void;
  /** Called when the URL stops responding. */
  readonly onDown?: (url: string, reason: string) => void;
}

/** Bound of a timer: after the wall clock was set back, the link is merely asked again. */
const MAX_WAIT_MS = 1_000;

/** Timer and I/O of one peer: sends what its {@link PeerLink} asks for, when it is due. */
export class Peer {
  /** URL without the login, for logs and pages. */
  readonly url: string;
  readonly link: PeerLink;
  private readonly client: PeerClient;
  private readonly messageDelay = new MessageDelay();
  private batchInFlight: Promise<unknown> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private scheduledFor = Infinity;
  private closed = false;
  private abandoned = false;
  private gaveUp = false;

  constructor(
    private readonly urlWithLogin: string,
    private readonly parts: PeerParts,
  ) {
    const { options, nodeHeaders, logger } = parts;
    this.url = withoutLogin(urlWithLogin);
    this.link = new PeerLink(this.url, nodeHeaders(), options, logger);
    this.client = this.newClient(options);
  }

  /** A client with connections of its own: what it reads holds no replication up. */
  newClient(limits: PeerLimits): PeerClient {
    const { nodeHeaders, clock, tls } = this.parts;
    return new PeerClient(this.urlWithLogin, limits, nodeHeaders, clock, tls);
  }

  get state(): PeerState {
    return this.link.state(this.parts.clock());
  }

  /** Starts sending; mutations replicated before wait in the queue. */
  start(registry: OwnRegistry): void {
    this.link.start(registry);
    this.schedule();
  }

  replicate(mutation: Mutation): void {
    this.link.enqueue(mutation, this.parts.clock());
    this.schedule();
  }

  setAlias(isAlias: boolean): void {
    this.link.setAlias(isAlias, this.parts.clock());
    this.schedule();
  }

  /** Whole registry of the peer; undefined if its response is unusable. */
  async fetchAll(): Promise<RegistryCopy | SyncFailure | undefined> {
    const { clock } = this.parts;
    try {
      const request = {};
      this.link.identity.sent(request);
      const { response, headers } = await this.client.fetchAll();
      if (this.abandoned) return 'no-peer';
      if (this.link.identity.isOutdated(request, headers)) return 'unreachable';
      this.updateLink(() => this.link.identified(headers, clock()));
      if (!this.link.isReplicationTarget) return 'no-peer';
      const { node } = headers;
      const instances = response.applications.flatMap((application) => application.instances);
      const { isSyncing = false, time = clock() } = headers;
      const isPeerStill = () => !this.abandoned && this.link.isReplicationTarget && this.link.node === node;
      return { instances, isSyncing, aheadMs: clock() - time, isPeerStill };
    } catch (error) {
      if (this.closed) return 'no-peer';
      const failure = peerFailure(error);
      this.updateLink(() => this.link.unreachable(failure, peerFailureReason(error), clock()));
      return failure === 'transient' || failure === 'congestion' ? 'unreachable' : undefined;
    }
  }

  /** Sends what is queued, for as long as the peer accepts it and `limitMs` allows, then closes. */
  async close(limitMs: number): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    const giveUp = setTimeout(() => this.giveUp(), limitMs);
    await this.batchInFlight;
    let isAccepted = true;
    while (isAccepted && !this.gaveUp) {
      const batch = this.link.finalBatch(this.parts.clock());
      if (!batch) break;
      isAccepted = await this.send(batch);
    }
    clearTimeout(giveUp);
    this.giveUp();
  }

  /** Closes without sending what is queued, or taking what still arrives: the peer was removed. */
  abandon(): void {
    this.abandoned = true;
    this.closed = true;
    clearTimeout(this.timer);
    this.giveUp();
  }

  private giveUp(): void {
    this.gaveUp = true;
    this.client.close();
  }

  private schedule(): void {
    if (this.closed) return;
    const dueAt = this.link.nextDueAt;
    if (dueAt === undefined || dueAt >= this.scheduledFor) return;
    clearTimeout(this.timer);
    this.scheduledFor = dueAt;
    const waitMs = Math.min(Math.max(0, dueAt - this.parts.clock()), MAX_WAIT_MS);
    this.timer = setTimeout(() => {
      this.scheduledFor = Infinity;
      this.dispatchDue();
    }, waitMs);
  }

  private dispatchDue(): void {
    let request = this.link.next(this.parts.clock());
    while (request) {
      const sending = this.send(request).finally(() => this.schedule());
      if (request.kind === 'batch') this.batchInFlight = sending;
      request = this.link.next(this.parts.clock());
    }
    this.schedule();
  }

  /** Returns true if the peer accepted the request, or accepts it in smaller parts. */
  private async send(request: PeerRequest): Promise<boolean> {
    const result = await this.client.send(request);
    if (this.abandoned) return false;
    const now = this.parts.clock();
    if ('response' in result) {
      const headers = this.messageDelay.measure(result.headers);
      this.updateLink(() => this.link.responded(request, result.response, headers, now));
      return true;
    }
    const isTooLarge = result.failure === 'too-large';
    if (!this.closed || isTooLarge) {
      this.updateLink(() => this.link.failed(request, result.failure, result.reason, now, result.headers));
    }
    return isTooLarge;
  }

  private updateLink(update: () => void): void {
    const { node, isUp } = this.link;
    update();
    if (this.link.node !== node || this.link.isUp !== isUp) this.parts.onIdentityChange?.();
    if (!isUp && this.link.isUp) this.parts.onUp?.(this.url);
    if (isUp && !this.link.isUp) this.parts.onDown?.(this.url, this.link.availability.reason);
  }
}
