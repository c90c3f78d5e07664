import type { Clock } from '@eureka-nest/runtime/time';
import { LivenessWatch } from '../liveness/liveness-watch.js';
import type { TcpProbe } from '../liveness/tcp-probe.js';
import type { ServerLogger } from '../log/server-logger.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { RegistryService } from '../service/registry.service.js';
import { ChangeFeed } from './change-feed.js';

/** Change feed of a server, and what it does when the connection of an instance breaks. */
export interface OfferedFeed {
  readonly feed: ChangeFeed;
  /** Left out if a broken connection says nothing about its instance. */
  readonly liveness?: LivenessWatch;
}

interface OfferedFeedParts {
  readonly service: RegistryService;
  readonly options: EurekaServerOptions;
  /** Id of this process. */
  readonly node: string;
  readonly clock: Clock;
  readonly tcpProbe?: TcpProbe;
  readonly logger: Pick<ServerLogger, 'warn' | 'error'>;
}

/**
 * Makes the change feed that the options ask for. Undefined if it is off, and if whole copies lag
 * behind or deltas are off: then a reader could not keep in step with the feed.
 */
export function createFeed({
  service,
  options,
  node,
  clock,
  tcpProbe,
  logger,
}: OfferedFeedParts): OfferedFeed | undefined {
  if (!options.changesEnabled || options.useReadOnlyResponseCache || options.disableDelta) return undefined;
  const registry = service.registry.reads;
  const feed = new ChangeFeed({ registry, node: node.slice(0, 8), options, logger });
  if (!options.changesPresence || options.readOnly) return { feed };
  const { renewalPercentThreshold } = options;
  const removeDead = (app: string, id: string, why: string) => void service.removeDead(app, id, why);
  return {
    feed,
    liveness: new LivenessWatch({
      registry,
      removeDead,
      renewalPercentThreshold,
      clock,
      probe: tcpProbe,
    }),
  };
}
