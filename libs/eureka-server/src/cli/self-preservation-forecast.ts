import { SelfPreservation } from '../core/registry/self-preservation.js';
import type { RegistryOptions } from '../core/registry/registry-options.js';

/**
 * Self-preservation of a lone server once its instances have been registered for a while. `renews`:
 * heartbeats a minute while all instances are alive; `evictable`: most instances that can die at
 * once and still be evicted.
 */
export function selfPreservationForecast(options: RegistryOptions, instances: number) {
  const { expectedClients, threshold, renewsPerClient } = SelfPreservation.settled(options, instances);
  const isEnough = (alive: number) => threshold > 0 && alive * renewsPerClient > threshold;
  let evictable = 0;
  while (evictable < instances && isEnough(instances - evictable - 1)) evictable++;
  return { instances, expectedClients, threshold, renews: instances * renewsPerClient, evictable };
}
