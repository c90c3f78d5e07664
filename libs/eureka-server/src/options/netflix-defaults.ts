import type { EurekaServerOptions } from './eureka-server.options.js';

/**
 * A server as Java's: what ours does better is off. To be spread into the options:
 * `runEurekaServer({ ...classic, port: 7001 })`.
 */
export const netflixDefaults = {
  useReadOnlyResponseCache: true,
  refuseHarmfulRegistrations: false,
  warnOfSharedIds: false,
  dashboardExplains: false,
  maxChangeDelayMs: 500,
  peerComparisonIntervalMs: 0,
  changesEnabled: false,
  changesPresence: false,
} satisfies Partial<EurekaServerOptions>;
