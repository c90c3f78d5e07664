import type { InstanceInfo, NodeHeaders } from '@eureka-nest/protocol';
import type { Clock, Random } from '@eureka-nest/runtime/time';
import { defaultRegistryOptions, type RegistryOptions } from '../core/registry/registry-options.js';
import { Registry } from '../core/registry/registry.js';
import { InitialSync } from '../peers/initial-sync.js';
import { ServiceBackedRegistry } from '../peers/service-backed-registry.js';
import { MessageDelay } from '../peers/message-delay.js';
import { InboundReplication } from '../peers/inbound-replication.js';
import { PeerLink, type PeerLinkOptions } from '../peers/peer-link.js';
import type { PeerFailure, PeerResponses, PeerRequest } from '../peers/peer-request.js';
import type { OwnRegistry } from '../peers/service-backed-registry.js';
import type { ServerLogger } from '../log/server-logger.js';
import { RegistryService, type RegistryServiceParts } from '../service/registry.service.js';

/** Factories for the parts of a process; a mutant replaces one of them with a broken part. */
export interface Parts {
  readonly registry: (options: RegistryOptions, clock: Clock, random: Random) => Registry;
  readonly service: (registry: Registry, parts: RegistryServiceParts) => RegistryService;
  readonly inbound: (service: RegistryService) => InboundReplication;
  readonly ownRegistry: (service: RegistryService) => OwnRegistry;
  readonly link: (url: string, self: NodeHeaders, options: PeerLinkOptions, logger: ServerLogger) => PeerLink;
  readonly linkOptions: Partial<PeerLinkOptions>;
}

export const realParts: Parts = {
  registry: (options, clock, random) => new Registry(options, clock, random),
  service: (registry, parts) => new RegistryService(registry, parts),
  inbound: (service) => new InboundReplication(service),
  ownRegistry: (service) => new ServiceBackedRegistry(service),
  link: (url, self, options, logger) => new PeerLink(url, self, options, logger),
  linkOptions: {},
};

const silent: ServerLogger = {
  log: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
  isDebugEnabled: () => false,
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

/** Longest pause between two rounds of the initial sync. */
const MAX_PAUSE_MS = 10_000;

/** `GET apps`: request of the initial sync. */
interface FullFetchRequest {
  readonly kind: 'full-fetch';
}
export type AnyRequest = PeerRequest | FullFetchRequest;

export interface AnyResponses extends PeerResponses {
  readonly 'full-fetch': readonly InstanceInfo[];
}

/** Response with the node headers of the server that sent it. */
export interface NodeResponse {
  readonly response: AnyResponses[AnyRequest['kind']];
  readonly headers: NodeHeaders;
}

export interface Due {
  readonly peer: string;
  readonly request: AnyRequest;
}

interface ProcessOptions {
  readonly node: string;
  readonly peers: readonly string[];
  readonly clock: Clock;
  /** Monotonic clock in ms. */
  readonly uptime: () => number;
  readonly random: Random;
  readonly selfPreservation: boolean;
  readonly capacity: number;
  /** Sends no node headers, so the other registries treat it as a Java server. */
  readonly asJava: boolean;
  /** Left out, `test`. */
  readonly environment?: string;
  /** Time after its start for which a process without a whole copy is incomplete. Left out, 0. */
  readonly renewalMs?: number;
  /** Options that differ from Spring's. */
  readonly registry?: Partial<RegistryOptions>;
  /** Receives what the process logs. */
  readonly logger?: ServerLogger;
}

/** Registry process between start and crash: the real server without sockets, timers and log. */
export class ServerProcess {
  readonly registry: Registry;
  readonly service: RegistryService;
  private readonly links: ReadonlyMap<string, PeerLink>;
  private readonly inbound: InboundReplication;
  private readonly sync: InitialSync;
  private readonly inboundDelay: MessageDelay;
  private readonly linkDelays: ReadonlyMap<string, MessageDelay>;
  private readonly clock: Clock;
  private copied = 0;
  private isOpen = false;

  constructor(
    private readonly processOptions: ProcessOptions,
    parts: Parts,
  ) {
    const { peers, clock, random, uptime, selfPreservation, capacity, logger = silent } = processOptions;
    this.clock = clock;
    this.inboundDelay = new MessageDelay(uptime);
    this.linkDelays = new Map(peers.map((peer) => [peer, new MessageDelay(uptime)]));
    const options = {
      ...defaultRegistryOptions,
      ...processOptions.registry,
      enableSelfPreservation: selfPreservation,
    };
    this.registry = parts.registry(options, clock, random);
    this.service = parts.service(this.registry, {
      clock,
      replicate: (mutation) => this.links.forEach((link) => link.enqueue(mutation, clock())),
      logger,
      warnOfSharedIds: false,
    });
    this.inbound = parts.inbound(this.service);
    this.sync = new InitialSync({ sources: () => peers, maxPauseMs: MAX_PAUSE_MS });
    const linkOptions = { ...linkDefaults, maxElementsInPeerReplicationPool: capacity, ...parts.linkOptions };
    const linkTo = (peer: string) => [peer, parts.link(peer, this.headers, linkOptions, logger)] as const;
    this.links = new Map(peers.map(linkTo));
    const ownRegistry = parts.ownRegistry(this.service);
    this.links.forEach((link) => link.start(ownRegistry));
  }

  /** Length of the longest peer queue. */
  get longestQueue(): number {
    return Math.max(0, ...[...this.links.values()].map(({ queueLength }) => queueLength));
  }

  /** True if instances that live may be missing, as `InitialSyncRunner` has it. */
  get isIncomplete(): boolean {
    const { hasWholeCopy, isComplete } = this.sync;
    const { uptime, renewalMs = 0 } = this.processOptions;
    return !hasWholeCopy && (uptime() < renewalMs || !isComplete);
  }

  // ---- outbound requests ----

  /** Earliest time at which {@link nextDue} may return a request. */
  get nextDueAt(): number {
    const { links, sync } = this;
    return Math.min(
      sync.nextAt ?? Infinity,
      ...[...links.values()].map(({ nextDueAt }) => nextDueAt ?? Infinity),
    );
  }

  /** Request that is due; its end is reported to {@link responded} or {@link failed}. */
  nextDue(): Due | undefined {
    const now = this.clock();
    const source = this.sync.nextSource(now);
    if (source !== undefined) {
      const request = { kind: 'full-fetch' } as const;
      this.links.get(source)?.identity.sent(request);
      return { peer: source, request };
    }
    this.openOnce();
    for (const [peer, link] of this.links) {
      const request = link.next(now);
      if (request) return { peer, request };
    }
    return undefined;
  }

  responded({ peer, request }: Due, { response, headers }: NodeResponse): void {
    const now = this.clock();
    const link = this.links.get(peer);
    if (request.kind !== 'full-fetch') {
      const received = this.linkDelays.get(peer)?.measure(headers) ?? headers;
      const wasUp = link?.isUp;
      link?.responded(request, response as PeerResponses[PeerRequest['kind']], received, now);
      if (!wasUp && link?.isUp) this.sync.responds(peer, now);
      return;
    }
    if (link?.identity.isOutdated(request, headers)) return this.sync.failed(now);
    link?.identified(headers, now);
    if (!link?.isReplicationTarget) return this.sync.failed(now, 'no-peer');
    for (const instance of response as AnyResponses['full-fetch']) {
      if (this.service.copyFromPeer(instance, now - (headers.time ?? now))) this.copied += 1;
    }
    this.sync.copied(headers.isSyncing ?? false, now);
    this.openOnce();
  }

  failed({ peer, request }: Due, failure: PeerFailure, reason: string, headers?: NodeHeaders): void {
    const now = this.clock();
    const link = this.links.get(peer);
    if (request.kind !== 'full-fetch') return link?.failed(request, failure, reason, now, headers);
    link?.unreachable(failure, reason, now);
    this.sync.failed(now);
    this.openOnce();
  }

  // ---- inbound requests ----

  handle(request: AnyRequest, from: string, headers: NodeHeaders): NodeResponse {
    return { response: this.responseTo(request, from, headers), headers: this.headers };
  }

  private responseTo(request: AnyRequest, from: string, headers: NodeHeaders): NodeResponse['response'] {
    const { inbound } = this;
    switch (request.kind) {
      case 'batch':
        return inbound.batch(request.items, from, this.inboundDelay.measure(headers));
      case 'compare':
        return inbound.compare(request.digest);
      case 'detail':
        return inbound.detail(request.apps);
      case 'fetch':
        return inbound.instances(request.wanted.map(({ app, row }) => [app, row.id] as const));
      case 'full-fetch':
        return this.registry.reads.applications().applications.flatMap(({ instances }) => instances);
    }
  }

  /** Node headers of every request and response. */
  get headers(): NodeHeaders {
    const { node, asJava, uptime, clock, environment = 'test' } = this.processOptions;
    if (asJava) return {};
    return {
      node,
      environment,
      isSyncing: !this.sync.isComplete || this.isIncomplete,
      time: clock(),
      uptime: uptime(),
    };
  }

  private openOnce(): void {
    if (this.isOpen || !this.sync.mayOpen) return;
    this.isOpen = true;
    this.registry.openForTraffic(this.copied);
  }
}
