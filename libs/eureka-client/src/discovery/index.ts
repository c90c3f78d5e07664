// Entry for simulations, in tests and in the playground; the published package does not have it.
export { Events } from '../events/client-events.js';
export { NoRegistryError, RegistryUnreachableError } from '../core/errors.js';
export { backOffMs } from '../core/back-off.js';
export { feedRequest } from '../core/feed-request.js';
export { instancesOf } from '../core/registry-snapshot.js';
export { type InstanceSettings, ownInstance } from '../core/own-instance.js';
export {
  needsStartingFirst,
  nextAction,
  type RegistrationEvent,
  type RegistrationState,
  transition,
  unregistered,
} from '../core/registration-state.js';
export {
  cancelRequest,
  heartbeatRequest,
  registerRequest,
  type RegistryRequest,
  type RegistryResponse,
} from '../core/registry-requests.js';
export { ServerSelector } from '../core/server-selector.js';
export type { RegistryFailover } from '../transport/registry-failover.js';
export { FeedFetches } from './feed-fetches.js';
export { FeedReader } from './feed-reader.js';
export { PollingSource } from './polling-source.js';
export { RegistryCache } from './registry-cache.js';
export type { ReplaceContext } from './registry-source.js';
