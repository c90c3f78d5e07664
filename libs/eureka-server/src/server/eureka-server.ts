import { type Clock, type Random, type Stop, systemClock, systemRandom } from '@eureka-nest/runtime/time';
import type { FastifyInstance } from 'fastify';
import { requireLogin } from '../access/login.js';
import { refuseClientWrites } from '../access/read-only.js';
import { refuseSeveralHosts } from '../access/one-host.js';
import { refuseWebPages } from '../access/web-pages.js';
import { createFeed, type OfferedFeed } from '../change-feed/offered-feed.js';
import { ActivityLog } from '../console/activity-log.js';
import { createConsole, type OfferedConsole } from '../console/offered-console.js';
import { Registry } from '../core/registry/registry.js';
import { dashboardPlugin } from '../dashboard/dashboard.plugin.js';
import { healthPlugin } from '../http/health.plugin.js';
import { serverStatus } from '../http/server-status.js';
import type { TcpProbe } from '../liveness/tcp-probe.js';
import { consoleLogger } from '../log/console-logger.js';
import type { LoggerFactory, ServerLogger } from '../log/server-logger.js';
import { loginOf } from '../options/access.options.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { InitialSyncRunner } from '../peers/initial-sync-runner.js';
import { PeerList, type Resolve } from '../peers/peer-list.js';
import { peerTlsOf } from '../peers/peer-tls.js';
import { Peers } from '../peers/peers.js';
import { ServiceBackedRegistry } from '../peers/service-backed-registry.js';
import { ReadOnlyCache } from '../response-cache/read-only-cache.js';
import { ReadWriteCache } from '../response-cache/read-write-cache.js';
import type { ResponseCache } from '../response-cache/response-cache.js';
import { RegistryService } from '../service/registry.service.js';
import { waitUntilDrained } from './drain.js';
import { startTimers } from './eureka-server.timers.js';
import { OwnNode } from './own-node.js';
import { wirePlugin } from './wire.plugin.js';

/** Time for the last changes to reach a peer when this server stops. */
const FLUSH_MS = 400;

/** Parts of a server that a caller may replace; specs hand in their own time. */
export interface EurekaServerParts {
  readonly clock?: Clock;
  readonly random?: Random;
  readonly resolve?: Resolve;
  readonly tcpProbe?: TcpProbe;
  /** Left out, the server logs to the console. */
  readonly loggerFor?: LoggerFactory;
}

/** A whole Eureka server without a port: {@link mount} it on a Fastify, then {@link start} it. */
export class EurekaServer {
  readonly options: EurekaServerOptions;
  /** Read-only use is free; changes go through the service. */
  readonly registry: Registry;
  readonly service: RegistryService;
  readonly peers: Peers;
  private readonly loggerFor: LoggerFactory;
  private readonly logger: ServerLogger;
  private readonly node: OwnNode;
  private readonly responses: ResponseCache;
  private readonly feed: OfferedFeed | undefined;
  private readonly console: OfferedConsole | undefined;
  private readonly activity: ActivityLog | undefined;
  private readonly peerList: PeerList;
  private readonly initialSync: InitialSyncRunner;
  private readonly startedAt: number;
  private stopTimers: Stop = () => undefined;

  /** Builds the parts in order of dependency: each uses only those built before it. */
  constructor(
    given: Partial<EurekaServerOptions> = {},
    { clock = systemClock, random = systemRandom, resolve, tcpProbe, loggerFor }: EurekaServerParts = {},
  ) {
    const options = given instanceof EurekaServerOptions ? given : new EurekaServerOptions(given);
    this.options = options;
    this.loggerFor = loggerFor ?? consoleLogger(options.logLevel, options.logFormat);
    const logger = this.loggerFor('Peers');
    this.logger = logger;
    this.startedAt = clock();

    const registry = new Registry(options, clock, random);
    const node = new OwnNode(options.environment, clock);
    const activity = options.consoleEnabled ? new ActivityLog(clock) : undefined;
    this.activity = activity;
    const peers = new Peers({
      ...{ options, nodeHeaders: node.headers, clock, logger, tls: peerTlsOf(options) },
      onDown: (peer, reason) => activity?.server({ peer, state: 'down', reason }),
    });
    const service = new RegistryService(registry, {
      clock,
      replicate: (change) => peers.replicate(change),
      logger: this.loggerFor('Registry'),
      observer: activity,
      warnOfSharedIds: options.warnOfSharedIds,
    });
    this.registry = registry;
    this.node = node;
    this.peers = peers;
    this.service = service;
    this.responses = responseCache(registry, options, clock);
    const isSyncing = node.isIncomplete;
    this.feed = createFeed({
      service,
      options,
      node: node.id,
      isSyncing,
      tcpProbe,
      logger: this.loggerFor('Changes'),
    });
    this.console =
      activity &&
      createConsole({
        ...{ service, peers, activity, options, liveness: this.feed?.liveness },
        node: node.id,
        startedAt: this.startedAt,
        logger: this.loggerFor('Console'),
      });

    const peerList = new PeerList({
      configured: options.peers,
      dnsUrl: options.peersDns,
      intervalMs: options.peerEurekaNodesUpdateIntervalMs,
      update: (addresses) => peers.update(addresses),
      resolve,
      logger,
    });
    this.peerList = peerList;
    this.initialSync = new InitialSyncRunner({
      sources: () => (peerList.isComplete ? peers.all.map(({ url }) => url) : undefined),
      fetchAll: async (source) => peers.all.find(({ url }) => url === source)?.fetchAll() ?? 'no-peer',
      copy: (instance, aheadMs) => service.copyFromPeer(instance, aheadMs),
      open: (copied) => registry.openForTraffic(copied),
      waitForPeersMs: options.waitForPeersMs,
      renewalIntervalMs: 60_000 / registry.reads.selfPreservation.renewsPerClient,
      maxPauseMs: options.registrySyncRetryWaitMs,
      clock,
      logger,
    });
    peers.whenUp((url) => {
      activity?.server({ peer: url, state: 'up' });
      this.initialSync.responds(url);
    });
    node.follow(this.initialSync);
  }

  /** Registers health, registry API and dashboard. Call before Fastify is ready. */
  mount(fastify: FastifyInstance): void {
    const { options, service, peers, responses, feed, startedAt } = this;
    const unreadyReason = () => this.unreadyReason;
    const status = () => serverStatus(options, { peers, startedAt, isReady: unreadyReason() === undefined });
    const { headers: nodeHeaders, isIncomplete } = this.node;
    const wire = { service, responses, feed, status, nodeHeaders, isIncomplete, options };
    void fastify.register(healthPlugin, { options, peers, unreadyReason });
    // A scope of its own keeps login and read-only mode away from the host's other routes.
    void fastify.register(async (scope) => {
      refuseSeveralHosts(scope);
      refuseWebPages(scope, options, this.loggerFor('Access'));
      const login = loginOf(options);
      if (login) requireLogin(scope, login, this.loggerFor('Login'));
      if (options.readOnly) refuseClientWrites(scope);
      const prefix = options.path;
      void scope.register(wirePlugin, { prefix, ...wire });
      void scope.register(dashboardPlugin, { service, peers, options });
      this.console?.mount(scope);
    });
  }

  /**
   * Reason why clients should use another server of the cluster; undefined while this one is ready.
   */
  get unreadyReason(): string | undefined {
    return this.initialSync.unreadyReason;
  }

  /** Joins the cluster and starts the timers. */
  start(): void {
    const { options, peers } = this;
    this.activity?.server({ state: 'started' });
    if (peers.all.length === 0 && options.peersDns === undefined) this.logger.log('no peers: a lone server');
    peers.start(new ServiceBackedRegistry(this.service, () => this.initialSync.isCopying));
    this.stopTimers = startTimers(options, this.service, this.loggerFor('Timers'));
    this.peerList
      .start()
      .then(() => this.initialSync.run())
      .catch((error: unknown) => this.logger.error(String(error)));
  }

  /**
   * Leaves the cluster in order. Fastify should listen until this is done: clients that stop at the
   * same moment can then still cancel.
   */
  async stop(): Promise<void> {
    // Feed readers turn to another server at once. Connections that break from here on prove
    // nothing.
    this.feed?.liveness?.stop();
    this.feed?.feed.close();
    this.console?.close();
    this.initialSync.stop();
    this.peerList.stop();
    await waitUntilDrained(this.service);
    await this.peers.close(FLUSH_MS);
    this.stopTimers();
  }
}

function responseCache(registry: Registry, options: EurekaServerOptions, clock: Clock): ResponseCache {
  const maxAgeMs = options.responseCacheAutoExpirationSecs * 1000;
  const current = new ReadWriteCache(registry.reads, { clock, maxAgeMs });
  if (!options.useReadOnlyResponseCache) return current;
  return new ReadOnlyCache(current, { clock, updateIntervalMs: options.responseCacheUpdateIntervalMs });
}
