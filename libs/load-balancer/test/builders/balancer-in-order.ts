import { type Candidate, fixedList } from '../../src/core/instance-source.js';
import { roundRobin } from '../../src/core/strategies/strategy.js';
import { LoadBalancer as AnyLoadBalancer } from '../../src/load-balancer.js';
import type { LoadBalancerParts } from '../../src/options/load-balancer-parts.js';

/** A load balancer whose round robin starts at the first instance, so that specs know the order. */
export class LoadBalancer extends AnyLoadBalancer {
  constructor(parts: LoadBalancerParts) {
    super({ strategy: () => roundRobin(), ...parts });
  }
}

export const service = 'CLOUD-PAYMENT-SERVICE';
export const payments: readonly Candidate[] = [8001, 8002, 8003].map((port) => ({
  instanceId: `payment${port}`,
  host: '127.0.0.1',
  port,
}));
export const source = fixedList({ 'cloud-payment-service': payments });
export const refused = () =>
  Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' });
export const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
export const cancelled = () => Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' });

/** An attempt that returns the id of its instance or fails; `tried` lists the ports in order. */
export function provider(failing: Partial<Record<number, () => Error>> = {}) {
  const tried: number[] = [];
  const attempt = async ({ instanceId, port }: Candidate): Promise<string> => {
    tried.push(port);
    const fail = failing[port];
    if (fail) throw fail();
    return instanceId;
  };
  return { tried, attempt, failing };
}
