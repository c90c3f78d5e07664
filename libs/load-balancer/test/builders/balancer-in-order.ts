import { type Candidate, fixedList } from '../../src/core/instance-source.js';
import { roundRobin } from '../../src/core/strategies/strategy.js';
import { LoadBalancer as AnyLoadBalancer, type LoadBalancerParts } from '../../src/load-balancer.js';

/** Whose turns begin with the first, so that the order can be told. */
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

/** Answers with the instance asked, unless that one is among the failing; keeps the order in which they were asked. */
export function provider(failing: Partial<Record<number, () => Error>> = {}) {
  const asked: number[] = [];
  const attempt = async ({ instanceId, port }: Candidate): Promise<string> => {
    asked.push(port);
    const fail = failing[port];
    if (fail) throw fail();
    return instanceId;
  };
  return { asked, attempt, failing };
}
