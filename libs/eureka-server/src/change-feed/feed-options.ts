import type { EurekaServerOptions } from '../options/eureka-server.options.js';

/** The settings that the feed goes by. */
export type FeedOptions = Pick<
  EurekaServerOptions,
  'changesDelayMs' | 'changesKeepAliveMs' | 'changesMaxReaders' | 'changesMaxUnsentBytes' | 'changesLogSize'
>;
