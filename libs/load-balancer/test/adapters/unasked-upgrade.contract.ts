import { MaybeSentError } from '../../src/core/errors.js';
import type { Candidate } from '../../src/core/instance-source.js';
import { fixedList } from '../../src/core/instance-source.js';
import { LoadBalancer } from '../../src/load-balancer.js';
import { type FaultyProvider, providers } from './faulty-providers.js';
import type { Wire } from './retry-rules.contract.js';

/** A response that switches protocols unasked is a failure of its instance, for every library. */
export function itEndsUnaskedUpgrades(name: string, make: (balancer: LoadBalancer) => Wire): void {
  describe.each(['switches protocols', 'switches protocols, names none'] as const)(`${name}: %s`, (kind) => {
    let running: FaultyProvider[];
    let wire: Wire;
    let balancer: LoadBalancer;

    const start = async (kinds: readonly (keyof typeof providers)[]) => {
      running = [];
      for (const each of kinds) running.push(await providers[each]());
      balancer = new LoadBalancer({
        source: fixedList({ payment: running.map(({ candidate }) => candidate) }),
        strategy: () => (all: readonly Candidate[]) => all[0],
        // Node's fetch keeps silent about a 101 that names no protocol.
        retry: { perTryTimeoutMs: 500 },
      });
      wire = make(balancer);
    };

    afterEach(async () => {
      await wire.close();
      await Promise.all(running.map((each) => each.stop()));
    });

    it('tries the next instance, and ejects this one', async () => {
      await start([kind, 'healthy']);
      for (let turn = 0; turn < 3; turn++)
        expect((await wire.call('http://payment/x', {})).text).toBe('healthy');
      expect(balancer.ejected('payment')).toEqual([running[0]!.candidate]);
    });

    it('does not repeat a POST', async () => {
      await start([kind, 'healthy']);
      const call = wire.call('http://payment/x', { method: 'POST', body: 'x' });
      const error = await call.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      const { cause = error } = error as { cause?: unknown };
      expect([error, cause].some((each) => each instanceof MaybeSentError)).toBe(true);
      expect(String([error, cause])).toContain('switching of payment');
      expect(running[1]!.seen()).toBe(0);
    });
  });
}
