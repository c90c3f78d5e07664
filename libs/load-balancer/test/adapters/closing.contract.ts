import type { Candidate } from '../../src/core/instance-source.js';
import { fixedList } from '../../src/core/instance-source.js';
import { LoadBalancer } from '../../src/load-balancer.js';
import type { LoadBalancerParts } from '../../src/options/load-balancer-parts.js';
import { type FaultyProvider, providers } from './faulty-providers.js';
import type { Wire } from './retry-rules.contract.js';

/** Responses that close the connection are responses, for every library. */
export function itHandsOverClosingResponses(name: string, make: (balancer: LoadBalancer) => Wire): void {
  describe(`${name} gets responses that close the connection`, () => {
    let running: FaultyProvider[];
    let wire: Wire;
    let balancer: LoadBalancer;

    /** A wire whose first try goes to the first provider. */
    const start = async (kinds: readonly (keyof typeof providers)[], parts?: Partial<LoadBalancerParts>) => {
      running = [];
      for (const kind of kinds) running.push(await providers[kind]());
      balancer = new LoadBalancer({
        source: fixedList({ payment: running.map(({ candidate }) => candidate) }),
        strategy: () => (all: readonly Candidate[]) => all[0],
        ...parts,
      });
      wire = make(balancer);
    };
    const seen = () => running.map((each) => each.seen());
    const call = (request = {}) => wire.call('http://payment/x', request);

    afterEach(async () => {
      expect(balancer.ejected('payment')).toEqual([]);
      await wire.close();
      await Promise.all(running.map((each) => each.stop()));
    });

    it.each([
      ['busy, closes', 503],
      ['broken, closes', 500],
      ['healthy, closes', 200],
      ['healthy, HTTP/1.0', 200],
      ['busy, HTTP/1.0', 503],
    ] as const)('from the only instance: %s', async (kind, status) => {
      await start([kind]);
      for (let turn = 0; turn < 3; turn++) {
        const response = await call();
        expect(response.status).toBe(status);
        expect(response.text).toMatch(/busy|healthy/);
        if (status >= 500) expect(response.retryAfter).toBe('7');
      }
      expect(seen()).toEqual([3]);
    });

    it('from the first of several, if another one does no better', async () => {
      await start(['busy, closes', 'busy', 'broken']);
      expect(await call()).toMatchObject({ status: 503, text: 'busy', retryAfter: '7' });
      await expect(call({ method: 'POST', body: 'x' })).resolves.toMatchObject({ retryAfter: '7' });
    });

    it('unless another instance responds better', async () => {
      await start(['busy, closes', 'healthy']);
      expect(await call()).toMatchObject({ status: 200, text: 'healthy' });
      expect(seen()).toEqual([1, 1]);
    });

    it('to a HEAD, whose response has no body', async () => {
      await start(['closing']);
      expect(await call({ method: 'HEAD' })).toEqual({ status: 503, text: '' });
      await wire.close();
      await Promise.all(running.map((each) => each.stop()));
      await start(['closing', 'healthy']);
      expect(await call({ method: 'HEAD' })).toEqual({ status: 200, text: '' });
      expect(seen()).toEqual([1, 1]);
    });

    it('by every instance', async () => {
      await start(['busy, closes', 'closing', 'busy, closes']);
      expect(await call()).toMatchObject({ status: 503, text: 'busy', retryAfter: '7' });
      expect(seen()).toEqual([1, 1, 1]);
    });

    it('with a status other than 503, without asking another instance', async () => {
      await start(['broken, closes', 'healthy']);
      expect(await call()).toMatchObject({ status: 500, text: 'busy', retryAfter: '7' });
      expect(seen()).toEqual([1, 0]);
    });

    it('from the first of several, if the budget allows no retry', async () => {
      await start(['busy, closes', 'healthy'], { retry: { budget: { share: 0, perSecond: 0 } } });
      expect(await call()).toMatchObject({ status: 503, text: 'busy', retryAfter: '7' });
    });
  });

  describe(`${name} gets a response that is worth a retry`, () => {
    it.each(['busy', 'busy, closes'] as const)('and returns it if the others fail: %s', async (kind) => {
      const running = [await providers[kind](), await providers['reset before the first byte']()];
      const source = fixedList({ payment: running.map(({ candidate }) => candidate) });
      const strategy = () => (all: readonly Candidate[]) => all[0];
      const wire = make(new LoadBalancer({ source, strategy, retry: { retryOn: ['broken', 503] } }));
      const { status, text } = await wire.call('http://payment/x', {});
      expect([status, text]).toEqual([503, 'busy']);
      expect(running.map((each) => each.seen())).toEqual([1, 1]);
      await wire.close();
      await Promise.all(running.map((each) => each.stop()));
    });
  });
}
