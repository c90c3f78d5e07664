import { every, type Stop } from '@eureka-nest/runtime';
import type { EurekaServerOptions } from './eureka-server.options.js';
import type { RegistryService } from './registry.service.js';

const ONE_MINUTE = 60_000;

/** The rhythm of a server. */
export class EurekaServerTimers {
  private stops: readonly Stop[] = [];

  constructor(
    private readonly options: EurekaServerOptions,
    private readonly service: RegistryService,
  ) {}

  start(): void {
    const { options, service } = this;
    const { registry } = service;
    this.stops = [
      every(options.evictionIntervalMs, (lateMs) => service.evict(lateMs)),
      every(ONE_MINUTE, () => service.closeMinute()),
      every(options.deltaRetentionTimerIntervalMs, () => registry.sweepChanges()),
      // Java counts what the server's own client sees of the peers; here that is the registry itself, kept equal by replication.
      every(options.renewalThresholdUpdateIntervalMs, () =>
        registry.updateThreshold(Math.max(registry.size, options.defaultOpenForTrafficCount)),
      ),
    ];
  }

  stop(): void {
    this.stops.toReversed().forEach((stop) => stop());
    this.stops = [];
  }
}
