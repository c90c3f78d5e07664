import { SelfPreservation } from '../core/registry/self-preservation.js';
import type { RegistryOptions } from '../core/registry/registry-options.js';

export interface SelfPreservationSum {
  readonly instances: number;
  readonly expectedClients: number;
  readonly threshold: number;
  /** A minute, while all are alive. */
  readonly renews: number;
  /** How many of them may fall silent at once and still be evicted. */
  readonly evictable: number;
}

/** What self-preservation comes to on a lone server where so many instances have lived for a while. */
export function selfPreservationSum(options: RegistryOptions, instances: number): SelfPreservationSum {
  const protection = new SelfPreservation(options, () => 0);
  protection.open(options.defaultOpenForTrafficCount);
  for (let came = 0; came < instances; came++) protection.clientAdded();
  protection.recount(Math.max(instances, options.defaultOpenForTrafficCount));
  const { expectedClients, threshold, renewsPerClient } = protection;
  const isEnough = (alive: number) => threshold > 0 && alive * renewsPerClient > threshold;
  let evictable = 0;
  while (evictable < instances && isEnough(instances - evictable - 1)) evictable++;
  return { instances, expectedClients, threshold, renews: instances * renewsPerClient, evictable };
}
