import { defaultRegistryOptions } from '../../src/core/registry/registry-options.js';
import { SelfPreservation, type SelfPreservationNumbers } from '../../src/core/registry/self-preservation.js';

export interface Situation {
  readonly instances: number;
  readonly renewsLastMinute?: number;
  readonly enabled?: boolean;
  /** True once the first minutes after the start are over. */
  readonly settled?: boolean;
  readonly expectedClients?: number;
  readonly percent?: number;
}

/** Self-preservation of a lone server with so many instances, registered after its start. */
export function numbersFor({
  instances,
  renewsLastMinute = 2 * instances,
  enabled = true,
  settled = true,
  expectedClients = instances + 1,
  percent = 0.85,
}: Situation): SelfPreservationNumbers {
  const threshold = Math.floor(expectedClients * 2 * percent);
  const missing = threshold > 0 ? Math.max(0, threshold + 1 - renewsLastMinute) : Infinity;
  return {
    enabled,
    expectedClients,
    renewsPerClient: 2,
    percent,
    threshold,
    renewsLastMinute,
    renewsThisMinute: 1,
    missing,
    missingClients: Math.ceil(missing / 2),
    missingNewcomers: Infinity,
    enoughInstances: SelfPreservation.settled(
      { ...defaultRegistryOptions, renewalPercentThreshold: percent },
      0,
    ).enoughInstances,
    allowsEviction: () => !enabled || (threshold > 0 && renewsLastMinute > threshold),
    isBelowThreshold: () => settled && renewsLastMinute <= threshold,
  };
}
