import { LoadBalancer, payments, service } from './builders/balancer-in-order.js';
import type { Candidate } from '../src/core/instance-source.js';

const [one] = payments as [Candidate, ...Candidate[]];
const call = { idempotent: true };

describe('a balancer whose source lists', () => {
  const balancerOf = (instances: () => readonly Candidate[]) =>
    new LoadBalancer({ source: { instances, services: () => [service], refresh: async () => undefined } });

  const lists: readonly [what: string, list: readonly Candidate[]][] = [
    ['one instance five times', Array.from({ length: 5 }, () => one)],
    ['10,000 instances', Array.from({ length: 10_000 }, (_, n) => ({ ...one, instanceId: `i${n}` }))],
    ['one id at two ports', [one, { ...one, port: one.port + 1 }]],
    ['names of Object', ['__proto__', 'constructor'].map((instanceId) => ({ ...one, instanceId }))],
    ['huge metadata', [{ ...one, metadata: { weight: '1e999', zone: 'x'.repeat(1_000_000) } }]],
  ];
  it.each(lists)('%s picks one of them', async (_what, list) => {
    const balancer = balancerOf(() => list);
    for (let time = 0; time < 20; time++) {
      const picked = await balancer.run(service, call, async (instance) => instance.instanceId);
      expect(list.map(({ instanceId }) => instanceId)).toContain(picked);
    }
  });

  it('another list at each look goes on', async () => {
    let look = 0;
    const balancer = balancerOf(() => [{ ...one, instanceId: `i${look++}` }]);
    for (let time = 0; time < 100; time++) {
      expect(await balancer.run(service, call, async (instance) => instance.instanceId)).toMatch(/^i\d+$/);
    }
  });
});
