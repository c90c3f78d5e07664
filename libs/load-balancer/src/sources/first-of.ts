import type { Candidate, InstanceSource } from '../core/instance-source.js';

/**
 * Combines sources: for each service, the first that has instances wins.
 * Spring: CompositeDiscoveryClient
 */
export function firstOf(...sources: readonly InstanceSource[]): InstanceSource {
  const none: readonly Candidate[] = [];
  return {
    instances: (service) =>
      sources.map((each) => each.instances(service)).find((list) => list.length > 0) ?? none,
    services: () => [...new Set(sources.flatMap((each) => each.services()))],
    refresh: async () => {
      const results = await Promise.allSettled(sources.map((each) => each.refresh?.()));
      const failed = results.find((each) => each.status === 'rejected');
      if (failed) throw failed.reason;
    },
    get copyAgeMs() {
      const ages = sources.map((each) => each.copyAgeMs).filter((age) => age !== undefined);
      return ages.length > 0 ? Math.max(...ages) : undefined;
    },
    filteredOut: (service) => sources.flatMap((each) => each.filteredOut?.(service) ?? []),
  };
}
