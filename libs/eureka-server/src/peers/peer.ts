import { type NodeHeaders, withoutLogin } from '@eureka-nest/protocol';
import type { Clock } from '@eureka-nest/runtime/time';
import type { Logger } from '@nestjs/common';
import type { Mutation } from '../core/replication/replication-task.js';
import type { WholeCopy } from './initial-sync-runner.js';
import { MessageDelay } from './message-delay.js';
import { failureOf, PeerClient, reasonOf } from './peer-client.js';
import type { PeerLimits, PeerTls } from './peer-http.js';
import { PeerLink, type PeerLinkOptions } from './peer-link.js';
import type { PeerRequest } from './peer-request.js';
import type { PeerState } from './peer-state.js';
import type { OwnRegistry } from './own-registry.js';

export type PeerOptions = PeerLimits & PeerLinkOptions;

export interface PeerParts {
  readonly options: PeerOptions;
  readonly facts: () => NodeHeaders;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'log' | 'warn' | 'debug'>;
  readonly tls?: PeerTls;
  /** Called when another process answers there than before, or none any more. */
  readonly identified?: () => void;
}

/** The wall clock may be set back; then this merely looks again. */
const LONGEST_WAIT_MS = 1_000;

/** One other server: carries what its {@link PeerLink} asks for, when it is due. */
export class Peer {
  /** As it may be printed: without the login. */
  readonly url: string;
  readonly link: PeerLink;
  private readonly client: PeerClient;
  private readonly clocks = new MessageDelay();
  private readonly underWay = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private plannedFor = Infinity;
  private closed = false;

  constructor(
    url: string,
    private readonly parts: PeerParts,
  ) {
    const { options, facts, clock, logger, tls } = parts;
    this.url = withoutLogin(url);
    this.link = new PeerLink(this.url, facts(), options, logger);
    this.client = new PeerClient(url, options, facts, clock, tls);
  }

  get state(): PeerState {
    return this.link.state(this.parts.clock());
  }

  /** Before this changes wait. */
  start(local: OwnRegistry): void {
    this.link.start(local);
    this.plan();
  }

  replicate(change: Mutation): void {
    this.link.enqueue(change, this.parts.clock());
    this.plan();
  }

  setTwin(isTwin: boolean): void {
    this.link.setTwin(isTwin, this.parts.clock());
    this.plan();
  }

  /** All that this peer knows; undefined when it does not answer, or is none to copy from. */
  async fetchAll(): Promise<WholeCopy | undefined> {
    const { clock } = this.parts;
    try {
      const { applications, from } = await this.client.fetchAll();
      this.hear(() => this.link.heardOf(from, clock()));
      if (!this.link.isTold) return undefined;
      const instances = applications.applications.flatMap((application) => application.instances);
      const { isSyncing = false, time = clock() } = from;
      return { instances, isSyncing, aheadMs: clock() - time };
    } catch (error) {
      if (!this.closed) this.hear(() => this.link.unreachable(failureOf(error), reasonOf(error), clock()));
      return undefined;
    }
  }

  /** Sends what still waits, as long as the peer takes it, and ends. */
  async close(limitMs: number): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    const giveUp = setTimeout(() => this.client.close(), limitMs);
    await Promise.all(this.underWay);
    let rest = this.link.last(this.parts.clock());
    while (rest) {
      await this.send(rest);
      rest = this.link.last(this.parts.clock());
    }
    clearTimeout(giveUp);
    this.client.close();
  }

  /** Ends at once: the peer is none any more. */
  drop(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.client.close();
  }

  private plan(): void {
    if (this.closed) return;
    const dueAt = this.link.nextAt;
    if (dueAt === undefined || dueAt >= this.plannedFor) return;
    clearTimeout(this.timer);
    this.plannedFor = dueAt;
    const waitMs = Math.min(Math.max(0, dueAt - this.parts.clock()), LONGEST_WAIT_MS);
    this.timer = setTimeout(() => {
      this.plannedFor = Infinity;
      this.dispatchDue();
    }, waitMs);
  }

  private dispatchDue(): void {
    let request = this.link.next(this.parts.clock());
    while (request) {
      const carried: Promise<void> = this.send(request).finally(() => {
        this.underWay.delete(carried);
        this.plan();
      });
      this.underWay.add(carried);
      request = this.link.next(this.parts.clock());
    }
    this.plan();
  }

  private async send(request: PeerRequest): Promise<void> {
    const delivery = await this.client.send(request);
    const now = this.parts.clock();
    if ('answer' in delivery) {
      const from = this.clocks.heard(delivery.from);
      this.hear(() => this.link.answered(request, delivery.answer, from, now));
    } else if (!this.closed)
      this.hear(() => this.link.failed(request, delivery.failure, delivery.reason, now));
  }

  private hear(what: () => void): void {
    const { node, answers } = this.link;
    what();
    if (this.link.node !== node || this.link.answers !== answers) this.parts.identified?.();
  }
}
