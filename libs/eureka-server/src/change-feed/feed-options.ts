import type { EurekaServerOptions } from '../options/eureka-server.options.js';

/** Settings of the change feed. */
export type FeedOptions = Pick<
  EurekaServerOptions,
  'changesDelayMs' | 'changesKeepAliveMs' | 'changesMaxReaders' | 'changesMaxUnsentBytes' | 'changesLogSize'
>;
