import type { Clock, Random } from '@eureka-nest/runtime/time';
import type { Events } from '../events/client-events.js';
import type { ClientLogger } from '../log/client-logger.js';
import type { EurekaClientOptions } from '../options/eureka-client.options.js';
import type { RegistryFailover } from '../transport/registry-failover.js';
import type { RetryingLoopOptions } from '../transport/retrying-loop.js';
import { FeedSource } from './feed-source.js';
import { PollingSource } from './polling-source.js';
import { PositionGuard } from './position-guard.js';
import type { RegistrySink, RegistrySource } from './registry-source.js';

/** Makes a source that replaces the poller and the feed. */
export type SourceFactory = (
  failover: RegistryFailover,
  sink: RegistrySink,
  poller: RegistrySource,
) => RegistrySource;

export interface SourceParts {
  readonly failover: RegistryFailover;
  readonly sink: RegistrySink;
  readonly polling: RetryingLoopOptions;
  readonly events: Events;
  /** Returns this process as `APP/id` while it is registered. */
  readonly identity: () => string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: ClientLogger;
  readonly source?: SourceFactory | undefined;
}

const demandGapMs = 200;

/** Times of `FeedOptions`, in ms. */
const feedTimes = { spreadMs: 500, helloMs: 3_000, askAgainMs: 120_000 };

/** Creates the source that the options ask for: a poller, plus the change feed unless disabled. */
export function createRegistrySource(options: EurekaClientOptions, parts: SourceParts): RegistrySource {
  const { failover, polling, events, identity, clock, random, logger } = parts;
  const { disableDelta, clientDataAccept: detail, singleVipAddress: vip, maxAnswerMegabytes } = options;
  const sink = new PositionGuard(parts.sink);
  const pollingOptions = { ...polling, ...(vip !== undefined && { vip }), disableDelta, detail, demandGapMs };
  const poller = new PollingSource(failover, sink, pollingOptions, clock, logger);
  if (parts.source) return parts.source(failover, sink, poller);
  // The feed carries the changes of all services, so it cannot update the cache of a single one.
  if (!options.followChanges || vip !== undefined) return poller;
  const feed = new FeedSource({
    failover,
    sink,
    poller,
    options: {
      ...feedTimes,
      detail,
      maxEventBytes: maxAnswerMegabytes * 1024 * 1024,
      backOff: polling.backOff,
    },
    identity: () => (options.presence ? identity() : undefined),
    clock,
    random,
    logger,
  });
  events.on('registered', () => feed.identityChanged());
  events.on('fetched', ({ from }) => feed.fetchedFrom(from));
  return feed;
}
