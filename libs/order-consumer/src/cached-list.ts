import type { Candidate, InstanceSource } from '@eureka-nest/load-balancer';
import { type Clock, systemClock } from '@eureka-nest/runtime/time';

/**
 * Keeps the list of each service for a while, as Spring Cloud LoadBalancer does (35 s by default):
 * for the lab, which shows what that costs. Our balancer reads the client's list itself.
 */
export class CachedList implements InstanceSource {
  private readonly cached = new Map<
    string,
    { readonly list: readonly Candidate[]; readonly until: number }
  >();

  constructor(
    private readonly source: InstanceSource,
    private readonly ttlMs: number,
    private readonly clock: Clock = systemClock,
  ) {}

  instances(service: string): readonly Candidate[] {
    const found = this.cached.get(service);
    if (found && this.clock() < found.until) return found.list;
    const list = this.source.instances(service);
    // Spring does not cache an empty list either.
    if (list.length > 0) this.cached.set(service, { list, until: this.clock() + this.ttlMs });
    return list;
  }

  services(): readonly string[] {
    return this.source.services();
  }

  get copyAgeMs(): number | undefined {
    return this.source.copyAgeMs;
  }
}
