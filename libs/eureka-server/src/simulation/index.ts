// Entry for simulations, in tests and in the playground; the published package does not have it.
export { ChangeEvents } from '../change-feed/change-events.js';
export { groupByApp } from '../core/delta/changed-instance.js';
export { ChangeLog } from '../core/delta/change-log.js';
export { ReadOnlyCache } from '../response-cache/read-only-cache.js';
export type { DocumentId, EncodedResponse } from '../response-cache/response-cache.js';
export { type PeerFailure, type PeerRequest, type PeerResponses } from '../peers/peer-request.js';
export {
  afterProbe,
  type Disconnect,
  disconnectVerdict,
  SECOND_PROBE_MS,
} from '../liveness/disconnect-verdict.js';
export { EvictionBudget } from '../liveness/eviction-budget.js';
export { netflixDefaults } from '../options/netflix-defaults.js';
export { EventQueue } from './event-queue.js';
export { hashToUnit } from './hash-to-unit.js';
export { type Leg, Network, type NoResponse, type Receiver, type Transmission } from './network.js';
export {
  type AnyRequest,
  type Due,
  type NodeResponse,
  type Parts,
  realParts,
  ServerProcess,
} from './server-process.js';
