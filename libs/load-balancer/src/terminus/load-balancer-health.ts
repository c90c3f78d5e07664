import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { hasCallableAddress } from '../core/callable-address.js';
import { LoadBalancer } from '../load-balancer.js';

export interface LoadBalancerHealthOptions {
  /** Services that must have instances; the others are only counted. */
  readonly services?: readonly string[];
  /** Minimum number of instances of each of them. */
  readonly leastInstances?: number;
  /** Maximum age of the list; the default is none. */
  readonly mostAgeMs?: number;
}

/** Health indicator for Terminus: the number of instances of each service, and the list's age. */
@Injectable()
export class LoadBalancerHealth {
  constructor(
    private readonly balancer: LoadBalancer,
    private readonly health: HealthIndicatorService,
  ) {}

  isHealthy<Key extends string>(
    key: Key,
    { services = [], leastInstances = 1, mostAgeMs = Infinity }: LoadBalancerHealthOptions = {},
  ): HealthIndicatorResult<Key> {
    const { source } = this.balancer;
    const { copyAgeMs: ageMs } = source;
    const names = services.length > 0 ? services : source.services();
    const counts = Object.fromEntries(names.map((each) => [each, this.count(each)]));
    const lacking = services.filter((each) => this.count(each).instances < leastInstances);
    const tooOld = ageMs !== undefined && ageMs > mostAgeMs;
    const details = { services: counts, ...(ageMs !== undefined && { ageMs }) };
    const indicator = this.health.check(key);
    if (lacking.length > 0)
      return indicator.down({ ...details, message: `too few instances of ${lacking.join(', ')}` });
    if (tooOld)
      return indicator.down({ ...details, message: `the list is ${Math.round(ageMs / 1000)} s old` });
    return indicator.up(details);
  }

  private count(service: string) {
    return {
      instances: this.balancer.source.instances(service).filter(hasCallableAddress).length,
      ejected: this.balancer.ejected(service).map(({ instanceId }) => instanceId),
    };
  }
}
