import type { Clock } from '@eureka-nest/runtime/time';
import { NoRegistryError } from '../core/errors.js';
import type { EurekaClientOptions } from '../options/eureka-client.options.js';
import type { RegistryFailover, SharedParts } from '../transport/registry-failover.js';
import type { RetryingLoopOptions } from '../transport/retrying-loop.js';
import { BackedUpCache } from './backed-up-cache.js';
import { FeedSource } from './feed-source.js';
import { PollingSource } from './polling-source.js';
import { RegistryCache } from './registry-cache.js';
import type { RegistrySink, RegistrySource } from './registry-source.js';

/** Makes a source that replaces the poller and the feed. */
export type SourceFactory = (
  failover: RegistryFailover,
  sink: RegistrySink,
  poller: RegistrySource,
) => RegistrySource;

interface DiscoveryParts extends SharedParts {
  /** Clock for durations. */
  readonly monotonic: Clock;
  readonly polling: RetryingLoopOptions;
  /** Returns this process as `APP/id` while it is registered. */
  readonly identity: () => string | undefined;
  readonly source?: SourceFactory | undefined;
}

const demandGapMs = 200;

/** Times of `FeedOptions`, in ms. */
const feedTimes = { spreadMs: 500, helloMs: 3_000, askAgainMs: 120_000 };

/** Cached registry with its source and its backup. */
export class Discovery {
  readonly cache: RegistryCache;
  private readonly backup: BackedUpCache | undefined;
  private readonly source: RegistrySource;
  private isRunning = false;

  constructor(options: EurekaClientOptions, parts: DiscoveryParts) {
    const { polling, clock, monotonic, logger, events } = parts;
    const { filterOnlyUpInstances: onlyUp, backupRegistryFile: path } = options;
    const cacheOptions = { onlyUp, staleAfterMs: 3 * polling.intervalMs };
    if (path !== undefined)
      this.backup = new BackedUpCache(path, cacheOptions, { clock, monotonic }, logger, events);
    this.cache = this.backup ?? new RegistryCache(cacheOptions, monotonic, logger, events);
    this.source = sourceFor(options, parts, this.cache);
  }

  start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.source.start();
  }

  /** Cancels the signals of the first fetch: there will be none. */
  cancelFirstFetch(): void {
    this.cache.firstAttempt.cancel();
    this.cache.firstFetch.cancel();
  }

  async refresh(): Promise<void> {
    if (this.isRunning) await this.source.refresh();
  }

  /** Resolves with the error of the first attempt, if it failed and there is no backup either. */
  async firstAttemptError(): Promise<Error | undefined> {
    if (await this.cache.firstAttempt.wait()) return undefined;
    await this.settled();
    if (this.cache.ageMs !== undefined) return undefined;
    return this.cache.lastError ?? new NoRegistryError('a fetch of the registry', []);
  }

  async stop(): Promise<void> {
    this.isRunning = false;
    await this.source.stop().finally(() => this.cancelFirstFetch());
  }

  /** Resolves once the backup is written. */
  async settled(): Promise<void> {
    await this.backup?.settled();
  }
}

/** Creates the source that the options ask for: a poller, plus the change feed unless disabled. */
function sourceFor(options: EurekaClientOptions, parts: DiscoveryParts, sink: RegistryCache): RegistrySource {
  const { failover, polling, events, identity, clock, monotonic: monotonicMs, logger } = parts;
  const { disableDelta, clientDataAccept: detail, singleVipAddress: vip, maxAnswerMegabytes } = options;
  const pollingOptions = {
    ...polling,
    ...(vip !== undefined && { vip }),
    disableDelta,
    detail,
    demandGapMs,
    monotonicMs,
  };
  const poller = new PollingSource(failover, sink, pollingOptions, clock, logger);
  if (parts.source) return parts.source(failover, sink, poller);
  // The feed carries the changes of all services, so it cannot update the cache of a single one.
  if (!options.followChanges || vip !== undefined) return poller;
  const maxEventBytes = maxAnswerMegabytes * 1024 * 1024;
  const feedOptions = { ...feedTimes, detail, maxEventBytes, backOff: polling.backOff };
  // An instance that stays registered after an orderly stop must not be probed and removed then.
  const isProbed = options.presence && options.shouldUnregisterOnShutdown;
  const present = () => (isProbed ? identity() : undefined);
  const feed = new FeedSource({ ...parts, sink, poller, options: feedOptions, identity: present });
  events.on('registered', () => feed.identityChanged());
  events.on('fetched', ({ from }) => feed.fetchedFrom(from));
  return feed;
}
