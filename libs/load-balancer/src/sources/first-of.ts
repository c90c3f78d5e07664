import type { Candidate, InstanceSource } from '../core/instance-source.js';

/** Several sources as one: for each service the first that knows instances is asked. Spring: CompositeDiscoveryClient */
export function firstOf(...sources: readonly InstanceSource[]): InstanceSource {
  const none: readonly Candidate[] = [];
  return {
    instances: (service) =>
      sources.map((each) => each.instances(service)).find((list) => list.length > 0) ?? none,
    services: () => [...new Set(sources.flatMap((each) => each.services()))],
    refresh: async () => {
      const outcomes = await Promise.allSettled(sources.map((each) => each.refresh?.()));
      const failed = outcomes.find((each) => each.status === 'rejected');
      if (failed) throw failed.reason;
    },
    get copyAgeMs() {
      const ages = sources.map((each) => each.copyAgeMs).filter((age) => age !== undefined);
      return ages.length > 0 ? Math.max(...ages) : undefined;
    },
    leftOut: (service) => sources.flatMap((each) => each.leftOut?.(service) ?? []),
  };
}
