import type { InstanceInfo, NodeHeaders } from '@eureka-nest/protocol';
import type { Clock, Random } from '@eureka-nest/runtime/time';
import { defaultRegistryOptions, type RegistryOptions } from '../../src/core/registry/registry-options.js';
import { Registry } from '../../src/core/anti-entropy/replica-merge.js';
import { InitialSync } from '../../src/peers/initial-sync.js';
import { ServiceBackedRegistry } from '../../src/peers/service-backed-registry.js';
import { MessageDelay } from '../../src/peers/message-delay.js';
import { InboundReplication } from '../../src/peers/inbound-replication.js';
import { PeerLink, type PeerLinkOptions } from '../../src/peers/peer-link.js';
import type { Failure, PeerAnswers, PeerRequest } from '../../src/peers/peer-request.js';
import type { OwnRegistry } from '../../src/peers/own-registry.js';
import { RegistryService, type RegistryServiceParts } from '../../src/service/registry.service.js';

/** What a process is made of. A spec that wants to see the simulation fail swaps a part for a worse one. */
export interface Parts {
  readonly registry: (options: RegistryOptions, clock: Clock, random: Random) => Registry;
  readonly service: (registry: Registry, parts: RegistryServiceParts) => RegistryService;
  readonly desk: (service: RegistryService) => InboundReplication;
  readonly replica: (service: RegistryService) => OwnRegistry;
  readonly link: (
    url: string,
    self: NodeHeaders,
    options: PeerLinkOptions,
    logger: typeof silent,
  ) => PeerLink;
  readonly linkOptions: Partial<PeerLinkOptions>;
}

export const realParts: Parts = {
  registry: (options, clock, random) => new Registry(options, clock, random),
  service: (registry, parts) => new RegistryService(registry, parts),
  desk: (service) => new InboundReplication(service),
  replica: (service) => new ServiceBackedRegistry(service),
  link: (url, self, options, logger) => new PeerLink(url, self, options, logger),
  linkOptions: {},
};

const silent = {
  log: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};

const linkDefaults: PeerLinkOptions = {
  maxBatchingDelayMs: 500,
  maxChangeDelayMs: 10,
  maxElementsInPeerReplicationPool: 1_000,
  maxTimeForReplicationMs: 30_000,
  syncWhenTimestampDiffers: true,
  peerProbeIntervalMs: 2_000,
  peerComparisonIntervalMs: 3_000,
};

/** The longest pause between two rounds of the first sync. */
const LONGEST_PAUSE_MS = 10_000;

/** For the whole registry: `GET apps`, with which a server begins. */
export interface EverythingRequest {
  readonly kind: 'everything';
}
export type AnyRequest = PeerRequest | EverythingRequest;

export interface AnyAnswers extends PeerAnswers {
  readonly everything: readonly InstanceInfo[];
}

/** An answer, and what the server that gave it says of itself. */
export interface Answered {
  readonly answer: AnyAnswers[AnyRequest['kind']];
  readonly facts: NodeHeaders;
}

export interface Due {
  readonly peer: string;
  readonly request: AnyRequest;
}

export interface ProcessOptions {
  readonly node: string;
  readonly peers: readonly string[];
  readonly clock: Clock;
  /** Ms since some beginning, by a clock that nobody sets. */
  readonly uptime: () => number;
  readonly random: Random;
  readonly selfPreservation: boolean;
  readonly capacity: number;
  /** Says nothing of itself, and so is taken for Java's. */
  readonly asJava: boolean;
}

/** One life of a registry: all of the real server but for its sockets, its timers and its log. */
export class ServerProcess {
  readonly registry: Registry;
  readonly service: RegistryService;
  private readonly links: ReadonlyMap<string, PeerLink>;
  private readonly desk: InboundReplication;
  private readonly sync: InitialSync;
  private readonly deskClocks: MessageDelay;
  private readonly linkClocks: ReadonlyMap<string, MessageDelay>;
  private readonly clock: Clock;
  private copied = 0;
  private isOpen = false;

  constructor(
    private readonly given: ProcessOptions,
    parts: Parts,
  ) {
    const { peers, clock, random, uptime, selfPreservation, capacity } = given;
    this.clock = clock;
    this.deskClocks = new MessageDelay(uptime);
    this.linkClocks = new Map(peers.map((peer) => [peer, new MessageDelay(uptime)]));
    const options = { ...defaultRegistryOptions, enableSelfPreservation: selfPreservation };
    this.registry = parts.registry(options, clock, random);
    this.service = parts.service(this.registry, {
      clock,
      replicate: (change) => this.links.forEach((link) => link.enqueue(change, clock())),
      logger: silent,
      isDebugEnabled: () => false,
      warnOfSharedIds: false,
    });
    this.desk = parts.desk(this.service);
    this.sync = new InitialSync({ sources: () => peers, longestPauseMs: LONGEST_PAUSE_MS });
    const linkOptions = { ...linkDefaults, maxElementsInPeerReplicationPool: capacity, ...parts.linkOptions };
    const linkTo = (peer: string) => [peer, parts.link(peer, this.facts, linkOptions, silent)] as const;
    this.links = new Map(peers.map(linkTo));
    const replica = parts.replica(this.service);
    this.links.forEach((link) => link.start(replica));
  }

  /** How many changes wait for the peer that is furthest behind. */
  get waiting(): number {
    return Math.max(0, ...[...this.links.values()].map(({ waiting }) => waiting));
  }

  // ---- what it asks ----

  /** When {@link due} may have something. */
  get nextAt(): number {
    const { links, sync } = this;
    return Math.min(sync.nextAt ?? Infinity, ...[...links.values()].map(({ nextAt }) => nextAt ?? Infinity));
  }

  /** A request that is due, to be {@link answered} or {@link failed}. */
  due(): Due | undefined {
    const now = this.clock();
    const source = this.sync.next(now);
    if (source !== undefined) return { peer: source, request: { kind: 'everything' } };
    this.openWhenAsked();
    for (const [peer, link] of this.links) {
      const request = link.next(now);
      if (request) return { peer, request };
    }
    return undefined;
  }

  answered({ peer, request }: Due, { answer, facts }: Answered): void {
    const now = this.clock();
    const link = this.links.get(peer);
    if (request.kind !== 'everything') {
      const heard = this.linkClocks.get(peer)?.heard(facts) ?? facts;
      return link?.answered(request, answer as PeerAnswers[PeerRequest['kind']], heard, now);
    }
    link?.heardOf(facts, now);
    for (const instance of answer as AnyAnswers['everything']) {
      if (this.service.copyFromPeer(instance, now - (facts.time ?? now))) this.copied += 1;
    }
    this.sync.copied(facts.isSyncing ?? false, now);
    this.openWhenAsked();
  }

  failed({ peer, request }: Due, failure: Failure, reason: string): void {
    const now = this.clock();
    const link = this.links.get(peer);
    if (request.kind !== 'everything') return link?.failed(request, failure, reason, now);
    link?.unreachable(failure, reason, now);
    this.sync.failed(now);
    this.openWhenAsked();
  }

  // ---- what it answers ----

  answer(request: AnyRequest, from: string, theirs: NodeHeaders): Answered {
    return { answer: this.answerTo(request, from, theirs), facts: this.facts };
  }

  private answerTo(request: AnyRequest, from: string, theirs: NodeHeaders): Answered['answer'] {
    const { desk } = this;
    switch (request.kind) {
      case 'batch':
        return desk.batch(request.items, from, this.deskClocks.heard(theirs));
      case 'compare':
        return desk.compare(request.digest);
      case 'detail':
        return desk.detail(request.apps);
      case 'fetch':
        return desk.instances(request.wanted.map(({ app, row }) => [app, row.id] as const));
      case 'everything':
        return this.registry.applications().applications.flatMap(({ instances }) => instances);
    }
  }

  /** What it says of itself with each request and answer. */
  get facts(): NodeHeaders {
    const { node, asJava, uptime, clock } = this.given;
    if (asJava) return {};
    return {
      node,
      environment: 'test',
      isSyncing: !this.sync.isOver,
      time: clock(),
      uptime: uptime(),
    };
  }

  private openWhenAsked(): void {
    if (this.isOpen || !this.sync.hasAskedAll) return;
    this.isOpen = true;
    this.registry.openForTraffic(this.copied);
  }
}
