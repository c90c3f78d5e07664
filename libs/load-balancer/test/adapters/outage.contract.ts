import { manualClock } from '@eureka-nest/runtime/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { consecutive } from '../../src/core/pool/breaker.js';
import { type Candidate, fixedList } from '../../src/core/instance-source.js';
import { LoadBalancer } from '../../src/load-balancer.js';
import type { LoadBalancerParts } from '../../src/options/load-balancer-parts.js';
import type { Wire } from './retry-rules.contract.js';
import { providers, type FaultyProvider } from './faulty-providers.js';

const program = `const server = require('node:http').createServer((_, response) => response.end('healthy'));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

/** Starts a provider as a process. */
async function startProcess(): Promise<{ readonly process: ChildProcess; readonly candidate: Candidate }> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const port = Number(line);
  return { process: child, candidate: { instanceId: `payment${port}`, host: '127.0.0.1', port } };
}

/** Behaviour of many calls during an outage, on real sockets, for every library. */
export function itSurvivesOutages(name: string, make: (balancer: LoadBalancer) => Wire): void {
  describe(`${name} survives outages`, () => {
    const clock = manualClock();
    let running: FaultyProvider[];
    let closers: (() => unknown)[];

    beforeEach(() => {
      running = [];
      closers = [];
    });
    afterEach(async () => {
      for (const close of closers) await close();
      await Promise.all(running.map((each) => each.stop()));
    });

    const start = async (...kinds: readonly (keyof typeof providers)[]) => {
      for (const kind of kinds) running.push(await providers[kind]());
      return running.map(({ candidate }) => candidate);
    };
    const balancerFor = (list: readonly Candidate[], parts: Partial<LoadBalancerParts> = {}) => {
      const balancer = new LoadBalancer({ source: fixedList({ payment: list }), clock, ...parts });
      const wire = make(balancer);
      closers.push(() => wire.close());
      const get = async (times = 1) => {
        for (let call = 0; call < times; call++)
          await wire.call('http://payment/x', {}).catch(() => undefined);
      };
      return { balancer, wire, get, ejected: () => balancer.ejected('payment').map(({ port }) => port) };
    };

    it('loses no GET when a provider is killed under load (kill -9)', async () => {
      const all = await Promise.all([startProcess(), startProcess(), startProcess()]);
      closers.push(() => all.forEach(({ process }) => process.kill('SIGKILL')));
      const { wire, ejected } = balancerFor(all.map(({ candidate }) => candidate));
      let responses = 0;
      const caller = async () => {
        for (let call = 0; call < 20; call++) {
          expect((await wire.call('http://payment/x', {})).text).toBe('healthy');
          if (++responses === 100) all[1]!.process.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: 20 }, caller));
      expect(responses).toBe(400);
      expect(ejected()).toEqual([all[1]!.candidate.port]);
    });

    it('ejects an instance after several failures in a row, and probes it with one call', async () => {
      const list = await start('healthy', 'refusing');
      const faulty = list[1];
      const breaker = () => consecutive(3);
      const { get, ejected } = balancerFor(list, { ejection: { breaker } });
      await get(4);
      expect(ejected()).toEqual([]);
      await get(2);
      expect(ejected()).toEqual([faulty!.port]);

      const back = await providers.healthy('back', faulty!.port);
      running.push(back);
      await get(4);
      expect(back.seen()).toBe(0);
      clock.advance(10_000);
      await get(4);
      expect(back.seen()).toBeGreaterThan(1);
      expect(ejected()).toEqual([]);
    });

    it('ejects an instance that fails more often than the others', async () => {
      const list = await start('healthy', 'busy', 'healthy', 'healthy');
      const { get, ejected } = balancerFor(list);
      await get(100);
      expect(ejected()).toEqual([]);
      clock.advance(10_000);
      await get(1);
      expect(ejected()).toEqual([list[1]!.port]);
    });

    it('never ejects more than half', async () => {
      const list = await start('refusing', 'refusing', 'refusing', 'healthy');
      const { get, ejected } = balancerFor(list);
      await get(20);
      expect(ejected()).toHaveLength(2);
      expect(ejected()).not.toContain(list[3]!.port);
    });

    it('adds at most a fifth to the load of a failing service', async () => {
      const dying = 'reset before the first byte';
      const list = await start(dying, dying, dying);
      const { get } = balancerFor(list, { retry: { budget: { share: 0.2, perSecond: 0 } } });
      await get(100);
      expect(running.reduce((sum, each) => sum + each.seen(), 0)).toBe(120);
    });
  });
}
