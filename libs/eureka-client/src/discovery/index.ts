// Entry for the simulation of the server's tests; the published package does not have it.
export { Events } from '../events/client-events.js';
export { NoRegistryError, RegistryUnreachableError } from '../core/errors.js';
export { feedRequest } from '../core/feed-request.js';
export { instancesOf } from '../core/registry-snapshot.js';
export type { RegistryRequest } from '../core/registry-requests.js';
export { ServerSelector } from '../core/server-selector.js';
export type { RegistryFailover } from '../transport/registry-failover.js';
export { FeedFetches } from './feed-fetches.js';
export { FeedReader } from './feed-reader.js';
export { PollingSource } from './polling-source.js';
export { RegistryCache } from './registry-cache.js';
export type { ReplaceContext } from './registry-source.js';
