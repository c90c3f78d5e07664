/** Files that decide what a message does, as text: what `sourceRegions` of the playground names. */
const texts = import.meta.glob<string>(
  [
    '../../../eureka-client/src/core/registration-state.ts',
    '../../../eureka-client/src/discovery/feed-reader.ts',
    '../../../eureka-client/src/discovery/registry-cache.ts',
    '../../../eureka-server/src/change-feed/change-events.ts',
    '../../../eureka-server/src/core/anti-entropy/reconcile.ts',
    '../../../eureka-server/src/core/registry/eviction.ts',
    '../../../eureka-server/src/core/registry/overrides.ts',
    '../../../eureka-server/src/core/registry/registry-reads.ts',
    '../../../eureka-server/src/core/registry/registry.ts',
    '../../../eureka-server/src/core/replication/replication-outcome.ts',
    '../../../eureka-server/src/liveness/disconnect-verdict.ts',
    '../../../eureka-server/src/peers/anti-entropy-session.ts',
    '../../../eureka-server/src/peers/inbound-replication.ts',
    '../../../eureka-server/src/peers/service-backed-registry.ts',
    '../../../eureka-server/src/response-cache/read-only-cache.ts',
    '../../../load-balancer/src/core/retry/retry-policy.ts',
    '../../../payment-provider/src/payment.controller.ts',
  ],
  { query: '?raw', import: 'default', eager: true },
);

export const sourceOf = (file: string): string | undefined => texts[file.replace(/^libs\//, '../../../')];
