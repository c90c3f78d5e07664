/** A place in this repository: `symbol` is the name of a function, or of a class and its method. */
export interface SourceRegion {
  readonly file: string;
  readonly symbol: string;
}

const region = (file: string, symbol: string): SourceRegion => ({ file, symbol });
const server = (file: string, symbol: string) => region(`libs/eureka-server/src/${file}`, symbol);
const client = (file: string, symbol: string) => region(`libs/eureka-client/src/${file}`, symbol);
const balancer = (file: string, symbol: string) => region(`libs/load-balancer/src/${file}`, symbol);

/** The code that decides what a request does at its receiver. */
export const atReceiver = {
  register: server('core/registry/registry.ts', 'Registry.register'),
  heartbeat: server('core/registry/registry.ts', 'Registry.heartbeat'),
  cancel: server('core/registry/registry.ts', 'Registry.cancel'),
  status: server('core/registry/registry.ts', 'Registry.setStatus'),
  apps: server('core/registry/registry-reads.ts', 'RegistryReads.applications'),
  delta: server('core/registry/registry-reads.ts', 'RegistryReads.delta'),
  cached: server('response-cache/read-only-cache.ts', 'ReadOnlyCache.get'),
  changes: server('change-feed/change-events.ts', 'ChangeEvents.greeting'),
  batch: server('peers/inbound-replication.ts', 'InboundReplication.batch'),
  compare: server('peers/inbound-replication.ts', 'InboundReplication.compare'),
  detail: server('peers/inbound-replication.ts', 'InboundReplication.detail'),
  instances: server('peers/inbound-replication.ts', 'InboundReplication.instances'),
  call: region('libs/payment-provider/src/payment.controller.ts', 'PaymentController'),
} as const;

/** The code that decides what a response, or an event of the feed, does at the one who waits. */
export const atSender = {
  register: client('core/registration-state.ts', 'transition'),
  heartbeat: client('core/registration-state.ts', 'transition'),
  cancel: client('core/registration-state.ts', 'transition'),
  status: server('core/registry/overrides.ts', 'Overrides'),
  apps: client('discovery/registry-cache.ts', 'RegistryCache.replace'),
  delta: client('discovery/registry-cache.ts', 'RegistryCache.applyDelta'),
  cached: client('discovery/registry-cache.ts', 'RegistryCache.replace'),
  changes: client('discovery/feed-reader.ts', 'FeedReader.handle'),
  batch: server('core/replication/replication-outcome.ts', 'replicationOutcome'),
  compare: server('peers/anti-entropy-session.ts', 'AntiEntropySession'),
  detail: server('core/anti-entropy/reconcile.ts', 'repairOfListed'),
  instances: server('peers/service-backed-registry.ts', 'ServiceBackedRegistry'),
  call: balancer('core/retry/retry-policy.ts', 'judgeFailure'),
} as const satisfies Record<keyof typeof atReceiver, SourceRegion>;

export const probeRegion = server('liveness/disconnect-verdict.ts', 'disconnectVerdict');
export const evictionRegion = server('core/registry/eviction.ts', 'instancesToEvict');

/** Every place that a message may name. */
export const sourceRegions: readonly SourceRegion[] = [
  ...Object.values(atReceiver),
  ...Object.values(atSender),
  probeRegion,
  evictionRegion,
];

export type Operation = keyof typeof atReceiver;

/** The operation of a request, by its method and path. */
export function operationOf(method: string, path: string): Operation {
  const [, resource = ''] = /^\/eureka\/([^?]*)/.exec(path) ?? [];
  if (resource === '') return 'call';
  if (resource.startsWith('peerreplication/batch')) return 'batch';
  if (resource.endsWith('/compare')) return 'compare';
  if (resource.endsWith('/detail')) return 'detail';
  if (resource.endsWith('/instances')) return 'instances';
  if (resource.startsWith('changes')) return 'changes';
  if (resource.endsWith('/status')) return 'status';
  if (resource.endsWith('delta')) return 'delta';
  if (method === 'POST') return 'register';
  if (method === 'PUT') return 'heartbeat';
  if (method === 'DELETE') return 'cancel';
  return 'apps';
}
