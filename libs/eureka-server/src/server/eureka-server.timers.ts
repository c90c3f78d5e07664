import { every, type Stop } from '@eureka-nest/runtime/time';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { ServerLogger } from '../log/server-logger.js';
import type { RegistryService } from '../service/registry.service.js';

const ONE_MINUTE = 60_000;

/** All recurring work of a server, except that of its peers and its change feed. */
export class EurekaServerTimers {
  private stops: readonly Stop[] = [];

  constructor(
    private readonly options: EurekaServerOptions,
    private readonly service: RegistryService,
    private readonly logger: Pick<ServerLogger, 'error'>,
  ) {}

  start(): void {
    const { options, service, logger } = this;
    const { registry } = service;
    this.stops = [
      every(options.evictionIntervalMs, (lateMs) => service.evict(lateMs), logger),
      every(ONE_MINUTE, () => service.closeMinute(), logger),
      every(options.deltaRetentionTimerIntervalMs, () => registry.sweepChanges(), logger),
      // Java counts the instances that the server's own client fetched from the peers. Replication
      // keeps our registry equal to theirs, so its own size will do.
      every(
        options.renewalThresholdUpdateIntervalMs,
        () => registry.updateThreshold(Math.max(registry.reads.size, options.defaultOpenForTrafficCount)),
        logger,
      ),
    ];
  }

  stop(): void {
    this.stops.toReversed().forEach((stop) => stop());
    this.stops = [];
  }
}
