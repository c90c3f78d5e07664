import type { NodeHeaders } from '@eureka-nest/protocol';
import { type Clock, type Random, systemClock, systemRandom } from '@eureka-nest/runtime/time';
import { Logger } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { ResponseCache } from '../response-cache/response-cache.js';
import { ReadOnlyCache } from '../response-cache/read-only-cache.js';
import { ReadWriteCache } from '../response-cache/read-write-cache.js';
import { Registry } from '../core/anti-entropy/replica-merge.js';
import { waitUntilDrained } from './drain.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { EurekaServerTimers } from './eureka-server.timers.js';
import { controlAccess } from '../access/access.js';
import { ChangeFeed } from '../change-feed/change-feed.js';
import type { Changes } from '../change-feed/changes.resources.js';
import { eurekaPlugin } from '../http/eureka.plugin.js';
import { pagePlugin } from '../dashboard/page.plugin.js';
import { healthPlugin } from '../http/health.plugin.js';
import { InitialSyncRunner } from '../peers/initial-sync-runner.js';
import { ServiceBackedRegistry } from '../peers/service-backed-registry.js';
import { newNodeId, uptimeMs } from '../peers/node-identity.js';
import { peerTlsOf } from '../peers/peer-tls.js';
import { PeerList, type Resolve } from '../peers/peer-list.js';
import { Peers } from '../peers/peers.js';
import { LivenessWatch } from '../liveness/liveness-watch.js';
import type { TcpProbe } from '../liveness/tcp-probe.js';
import { RegistryService } from '../service/registry.service.js';
import { serverStatus } from './server-status.js';

/** How long the last changes may take to reach a peer when this server stops. */
const FLUSH_MS = 400;

/** What a server is made with beside its options; specs hand in their own time. */
export interface EurekaServerParts {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly resolve?: Resolve;
  readonly reach?: TcpProbe;
}

/** A whole Eureka server but for the port: put it on a Fastify with {@link mount}, then {@link start} it. */
export class EurekaServer {
  readonly options: EurekaServerOptions;
  readonly registry: Registry;
  /** Changes go through this one. */
  readonly service: RegistryService;
  readonly peers: Peers;
  private readonly answers: ResponseCache;
  private readonly changes: Changes | undefined;
  private readonly timers: EurekaServerTimers;
  private readonly peerList: PeerList;
  private readonly joining: InitialSyncRunner;
  private readonly startedAt: number;
  private readonly node = newNodeId();
  private readonly logger = new Logger('Peers');

  constructor(
    given: Partial<EurekaServerOptions> = {},
    { clock = systemClock, random = systemRandom, resolve, reach }: EurekaServerParts = {},
  ) {
    const options = given instanceof EurekaServerOptions ? given : new EurekaServerOptions(given);
    const registry = new Registry(options, clock, random);
    this.options = options;
    this.registry = registry;
    const { logger } = this;
    this.peers = new Peers({
      options,
      facts: () => this.facts(),
      clock,
      logger,
      tls: peerTlsOf(options),
    });
    this.service = new RegistryService(registry, {
      clock,
      replicate: (change) => this.peers.replicate(change),
      warnOfSharedIds: options.warnOfSharedIds,
    });
    const fresh = new ReadWriteCache(registry, {
      clock,
      maxAgeMs: options.responseCacheAutoExpirationSecs * 1000,
    });
    const updateIntervalMs = options.responseCacheUpdateIntervalMs;
    this.answers = options.useReadOnlyResponseCache
      ? new ReadOnlyCache(fresh, { clock, updateIntervalMs })
      : fresh;
    this.changes = this.followable(clock, reach);
    this.timers = new EurekaServerTimers(options, this.service);
    this.joining = new InitialSyncRunner({
      sources: () => (this.peerList.isKnown ? this.peers.all.map(({ url }) => url) : undefined),
      fetchAll: async (source) => this.peers.all.find(({ url }) => url === source)?.fetchAll(),
      copy: (instance, aheadMs) => this.service.copyFromPeer(instance, aheadMs),
      open: (copied) => registry.openForTraffic(copied),
      waitForPeersMs: options.waitForPeersMs,
      longestPauseMs: options.registrySyncRetryWaitMs,
      clock,
      logger,
    });
    this.peerList = new PeerList({
      fixed: options.peers,
      byName: options.peersDns,
      intervalMs: options.peerEurekaNodesUpdateIntervalMs,
      update: (addresses) => this.peers.update(addresses),
      resolve,
      logger,
    });
    this.startedAt = clock();
  }

  /** The wire, the page, and who may come in; to be called before Fastify is ready. */
  mount(fastify: FastifyInstance): void {
    const { options, service, peers, answers, changes } = this;
    const facts = () => this.facts();
    const status = () =>
      serverStatus(options, { peers, startedAt: this.startedAt, isReady: this.unreadyBecause === undefined });
    void fastify.register(healthPlugin, { options, peers, unreadyBecause: () => this.unreadyBecause });
    // A scope of its own: in somebody's application the guards are for the registry alone.
    void fastify.register(async (scope) => {
      controlAccess(scope, options);
      void scope.register(eurekaPlugin, {
        prefix: options.path,
        registry: service,
        answers,
        changes,
        status,
        facts,
        options,
      });
      void scope.register(pagePlugin, { service, peers, options });
    });
  }

  /** Why clients should ask another server of the cluster; undefined where they need not. */
  get unreadyBecause(): string | undefined {
    return this.joining.unreadyBecause;
  }

  private facts(): NodeHeaders {
    return {
      node: this.node,
      environment: this.options.environment,
      isSyncing: this.joining.isSyncing,
      time: this.service.clock(),
      uptime: uptimeMs(),
    };
  }

  private followable(clock: Clock, reach: TcpProbe | undefined): Changes | undefined {
    const { options, registry, service, node } = this;
    // Where whole copies are old, or there are none but whole copies, nobody could keep up with the changes.
    const isOffered = options.changesEnabled && !options.useReadOnlyResponseCache && !options.disableDelta;
    if (!isOffered) return undefined;
    const feed = new ChangeFeed({ registry, node: node.slice(0, 8), options });
    if (!options.changesPresence || options.readOnly) return { feed };
    const { renewalPercentThreshold } = options;
    const takeOut = (app: string, id: string, why: string) => void service.removeDead(app, id, why);
    return {
      feed,
      presence: new LivenessWatch({ registry, takeOut, renewalPercentThreshold, clock, reach }),
    };
  }

  /** Joins the cluster, and keeps time from now on. */
  start(): void {
    const { options, peers } = this;
    if (peers.all.length === 0 && options.peersDns === undefined) this.logger.log('no peers: a lone server');
    peers.start(new ServiceBackedRegistry(this.service));
    this.timers.start();
    void this.peerList.start().then(() => this.joining.run());
  }

  /** Leaves in order. Fastify should listen until this is done: clients that stop at the same moment can still take themselves out. */
  async stop(): Promise<void> {
    // At once, so that those who follow turn to another server; what breaks from here on is our doing.
    this.changes?.presence?.stop();
    this.changes?.feed.close();
    this.joining.stop();
    this.peerList.stop();
    await waitUntilDrained(this.service);
    await this.peers.close(FLUSH_MS);
    this.timers.stop();
  }
}

/** As {@link EurekaServer}, for any Fastify: `fastify.register(eureka, { peers: [...] })`. It starts and stops with its host. */
export async function eureka(
  fastify: FastifyInstance,
  {
    prefix: _ofFastify,
    ...given
  }: Omit<Partial<EurekaServerOptions>, 'logLevel'> & { readonly prefix?: string },
): Promise<void> {
  const server = new EurekaServer(given);
  server.mount(fastify);
  fastify.addHook('onReady', async () => server.start());
  fastify.addHook('preClose', () => server.stop());
}
