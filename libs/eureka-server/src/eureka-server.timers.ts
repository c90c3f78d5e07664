import { every, type Stop } from '@eureka-nest/runtime';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EurekaServerOptions } from './eureka-server.options.js';
import { RegistryService } from './registry.service.js';

const ONE_MINUTE = 60_000;

/** The rhythm of a server. */
@Injectable()
export class EurekaServerTimers implements OnApplicationBootstrap, OnApplicationShutdown {
  private stops: readonly Stop[] = [];

  constructor(
    private readonly options: EurekaServerOptions,
    private readonly service: RegistryService,
  ) {}

  onApplicationBootstrap(): void {
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

  onApplicationShutdown(): void {
    this.stops.toReversed().forEach((stop) => stop());
  }
}
