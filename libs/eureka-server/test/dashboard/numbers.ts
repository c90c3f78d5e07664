import type { SelfPreservationNumbers } from '../../src/core/registry/self-preservation.js';

export interface Situation {
  readonly instances: number;
  readonly renewsLastMinute?: number;
  readonly enabled?: boolean;
  /** Whether the first minutes after the start are over. */
  readonly settled?: boolean;
  readonly expectedClients?: number;
  readonly percent?: number;
}

/** Self-preservation of a lone server where so many instances registered after the start. */
export function numbersOf({
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
    missing,
    missingClients: Math.ceil(missing / 2),
    missingNewcomers: Infinity,
    allowsEviction: () => !enabled || (threshold > 0 && renewsLastMinute > threshold),
    isBelowThreshold: () => settled && renewsLastMinute <= threshold,
  };
}
