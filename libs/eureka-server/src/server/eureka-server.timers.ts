import { every, type Stop } from '@eureka-nest/runtime/time';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Registry } from '../core/registry/registry.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import type { ServerLogger } from '../log/server-logger.js';
import { prepareComparison } from '../service/prepare-comparison.js';
import type { RegistryService } from '../service/registry.service.js';

const ONE_MINUTE = 60_000;

/** Interval at which the digests for comparisons with peers follow the registry. */
const DIGEST_INTERVAL_MS = 1000;

/** Changes dropped from the delta per turn of the event loop: 1 to 2 ms. */
const SWEPT_PER_TURN = 500;

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
    every(options.deltaRetentionTimerIntervalMs, () => sweepChanges(registry), logger),
    every(ONE_MINUTE, () => service.closeMinute(), logger),
    every(options.evictionIntervalMs, (lateMs) => service.evictInTurns(lateMs, nextTurn), logger),
  ];
  if (options.peers.length > 0 || options.peersDns !== undefined) {
    stops.push(every(DIGEST_INTERVAL_MS, () => prepareComparison(service.inventory), logger));
  }
  return () => stops.forEach((stop) => stop());
}

/** Sweeps in slices: after a mass registration nearly all instances leave the delta at once. */
async function sweepChanges(registry: Registry): Promise<void> {
  while (registry.sweepChanges(SWEPT_PER_TURN)) await nextTurn();
}
