import type { EurekaServerOptions } from './eureka-server.options.js';

/**
 * Settings of Java's server: turns off what this server does beyond it. To be spread into the
 * options: `runEurekaServer({ ...netflixDefaults, port: 7001 })`.
 */
export const netflixDefaults = {
  useReadOnlyResponseCache: true,
  refuseHarmfulRegistrations: false,
  malformedAsServerError: true,
  warnOfSharedIds: false,
  dashboardExplains: false,
  maxChangeDelayMs: 500,
  peerComparisonIntervalMs: 0,
  changesEnabled: false,
  changesPresence: false,
} satisfies Partial<EurekaServerOptions>;
