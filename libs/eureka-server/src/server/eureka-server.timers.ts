import { every, type Stop } from '@eureka-nest/runtime/time';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { ServerLogger } from '../log/server-logger.js';
import type { RegistryService } from '../service/registry.service.js';

const ONE_MINUTE = 60_000;

/** Starts all recurring work of a server, except that of its peers and its change feed. */
export function startTimers(
  options: EurekaServerOptions,
  service: RegistryService,
  logger: Pick<ServerLogger, 'error'>,
): Stop {
  const { registry } = service;
  // Java counts the instances that the server's own client fetched from the peers. Replication
  // keeps our registry equal to theirs, so its own size will do.
  const countClients = () =>
    registry.updateThreshold(Math.max(registry.reads.size, options.defaultOpenForTrafficCount));
  const stops = [
    every(options.renewalThresholdUpdateIntervalMs, countClients, logger),
    every(options.deltaRetentionTimerIntervalMs, () => registry.sweepChanges(), logger),
    every(ONE_MINUTE, () => service.closeMinute(), logger),
    every(options.evictionIntervalMs, (lateMs) => service.evictInTurns(lateMs), logger),
  ];
  return () => stops.forEach((stop) => stop());
}
