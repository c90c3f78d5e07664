/** The rhythm of a story: that of a demo, so that leases end before the story does. */
export const APP = 'SHOP';
export const EPOCH = 1_750_000_000_000;
export const RENEWAL_MS = 5_000;
export const LEASE_SECS = 15;
export const SWEEP_MS = 5_000;
export const MINUTE_MS = 60_000;
/** Something happens during this; then all is mended. */
export const TROUBLE_MS = 60_000;
/** No message is under way longer. */
export const LATEST_MS = 8_000;
