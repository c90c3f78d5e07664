import type { Events } from '../events/client-events.js';
import type { ClientLogger } from '../log/client-logger.js';
import type { EurekaClientOptions } from '../options/eureka-client.options.js';
import { FeedSource } from './feed-source.js';
import { OrderedSink } from './position-guard.js';
import { PollingSource } from './polling-source.js';
import type { Registries } from '../transport/registry-failover.js';
import type { RegistrySink, RegistrySource } from './registry-source.js';
import type { RhythmOptions } from '../transport/retrying-loop.js';
import type { Clock, Random } from '../surroundings.js';

/** What the way of the registry to its copy runs through. */
export interface SourceParts {
  readonly registries: Registries;
  readonly sink: RegistrySink;
  readonly rhythm: RhythmOptions;
  readonly events: Events;
  /** This process as `APP/id`, while it is registered. */
  readonly own: () => string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: ClientLogger;
  /** What brings the registry in place of the poller. */
  readonly source?:
    | ((registries: Registries, sink: RegistrySink, poller: RegistrySource) => RegistrySource)
    | undefined;
}

const demandGapMs = 200;

/** In ms; see `FeedOptions`. */
const feedTimes = { spreadMs: 500, helloMs: 3_000, askAgainMs: 120_000 };

/** What brings the registry, as the options say: a poller, and a feed beside it where changes are to be followed. */
export function registrySourceOf(options: EurekaClientOptions, parts: SourceParts): RegistrySource {
  const { registries, rhythm, events, own, clock, random, logger } = parts;
  const { disableDelta, clientDataAccept: detail, singleVipAddress, maxAnswerMegabytes } = options;
  const sink = new OrderedSink(parts.sink);
  const of = singleVipAddress === undefined ? {} : { vip: singleVipAddress };
  const polling = { ...rhythm, ...of, disableDelta, detail, demandGapMs };
  const poller = new PollingSource(registries, sink, polling, clock, logger);
  if (parts.source) return parts.source(registries, sink, poller);
  // The changes are those of all services: a copy of one alone cannot follow them.
  if (!options.followChanges || singleVipAddress !== undefined) return poller;
  const feed = new FeedSource({
    registries,
    sink,
    poller,
    options: {
      ...feedTimes,
      detail,
      maxEventBytes: maxAnswerMegabytes * 1024 * 1024,
      backOff: rhythm.backOff,
    },
    own: () => (options.presence ? own() : undefined),
    clock,
    random,
    logger,
  });
  events.on('registered', () => feed.introduce());
  events.on('fetched', ({ from }) => feed.answeredBy(from));
  return feed;
}
