import { LivenessWatch } from '../liveness/liveness-watch.js';
import type { TcpProbe } from '../liveness/tcp-probe.js';
import type { ServerLogger } from '../log/server-logger.js';
import { loginOf } from '../options/access.options.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { RegistryService } from '../service/registry.service.js';
import { ChangeFeed } from './change-feed.js';

/** Change feed of a server, and what it does when the connection of an instance breaks. */
export interface OfferedFeed {
  readonly feed: ChangeFeed;
  /** Left out if a broken connection says nothing about its instance. */
  readonly liveness?: LivenessWatch;
  readonly options?: Pick<EurekaServerOptions, 'changesPresenceAnyAddress' | 'allowedHosts'>;
}

interface OfferedFeedParts {
  readonly service: RegistryService;
  readonly options: EurekaServerOptions;
  /** Id of this process. */
  readonly node: string;
  readonly isSyncing?: () => boolean;
  readonly tcpProbe?: TcpProbe;
  readonly logger: Pick<ServerLogger, 'warn' | 'error'>;
}

/**
 * Makes the change feed that the options ask for. Undefined if it is off, and if whole copies lag
 * behind or deltas are off: then a reader could not keep in step with the feed.
 */
export function createFeed(parts: OfferedFeedParts): OfferedFeed | undefined {
  const { service, options, node, isSyncing, logger } = parts;
  if (!options.changesEnabled || options.useReadOnlyResponseCache || options.disableDelta) return undefined;
  const registry = service.registry.reads;
  const feed = new ChangeFeed({ registry, node: node.slice(0, 8), options, isSyncing, logger });
  if (!options.changesPresence || options.readOnly) return { feed };
  const liveness = new LivenessWatch({
    logger,
    registry,
    removeDead: (app, id, why) => void service.removeDead(app, id, why),
    renewalPercentThreshold: options.renewalPercentThreshold,
    clock: service.clock,
    hasLogin: loginOf(options) !== undefined,
    probe: parts.tcpProbe,
  });
  return { feed, liveness, options };
}
