/** Timing of a story; intervals are those of a demo, so that leases expire within the story. */
export const APP = 'SHOP';
export const EPOCH = 1_750_000_000_000;
export const RENEWAL_MS = 5_000;
export const LEASE_SECS = 15;
export const SWEEP_MS = 5_000;
export const MINUTE_MS = 60_000;
/** Time during which faults happen; then all are repaired. */
export const TROUBLE_MS = 60_000;
/** Longest time for which a message is in flight. */
export const MAX_DELAY_MS = 8_000;
