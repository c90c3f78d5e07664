import { manualClock } from '@eureka-nest/runtime/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { consecutive } from '../../src/core/breaker.js';
import { type Candidate, fixedList } from '../../src/core/instance-source.js';
import { LoadBalancer, type LoadBalancerParts } from '../../src/load-balancer.js';
import type { Wire } from './failure-rules.contract.js';
import { providers, type SickProvider } from './sick-providers.js';

const program = `const server = require('node:http').createServer((_, response) => response.end('well'));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

/** A provider in a process of its own. */
async function startProcess(): Promise<{ readonly process: ChildProcess; readonly candidate: Candidate }> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const port = Number(line);
  return { process: child, candidate: { instanceId: `payment${port}`, host: '127.0.0.1', port } };
}

/** What many calls together make of an outage, on real sockets, whatever library makes them. */
export function itBearsOutages(name: string, make: (balancer: LoadBalancer) => Wire): void {
  describe(`${name} bears outages`, () => {
    const clock = manualClock();
    let running: SickProvider[];
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
    const balancing = (list: readonly Candidate[], parts: Partial<LoadBalancerParts> = {}) => {
      const balancer = new LoadBalancer({ source: fixedList({ payment: list }), clock, ...parts });
      const wire = make(balancer);
      closers.push(() => wire.close());
      const get = async (times = 1) => {
        for (let call = 0; call < times; call++)
          await wire.call('http://payment/x', {}).catch(() => undefined);
      };
      return { balancer, wire, get, out: () => balancer.leftOut('payment').map(({ port }) => port) };
    };

    it('loses no GET when a provider is killed under load (kill -9)', async () => {
      const all = await Promise.all([startProcess(), startProcess(), startProcess()]);
      closers.push(() => all.forEach(({ process }) => process.kill('SIGKILL')));
      const { wire, out } = balancing(all.map(({ candidate }) => candidate));
      let answered = 0;
      const caller = async () => {
        for (let call = 0; call < 20; call++) {
          expect((await wire.call('http://payment/x', {})).text).toBe('well');
          if (++answered === 100) all[1]!.process.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: 20 }, caller));
      expect(answered).toBe(400);
      expect(out()).toEqual([all[1]!.candidate.port]);
    });

    it('leaves out whoever fails so often in a row, and lets one call find out whether it is back', async () => {
      const [, sick] = await start('well', 'refusing');
      const breaker = () => consecutive(3);
      const { get, out } = balancing(running.map(({ candidate }) => candidate), { ejection: { breaker } }); // prettier-ignore
      await get(4);
      expect(out()).toEqual([]);
      await get(2);
      expect(out()).toEqual([sick!.port]);

      const back = await providers.well('back', sick!.port);
      running.push(back);
      await get(4);
      expect(back.seen()).toBe(0);
      clock.advance(10_000);
      await get(4);
      expect(back.seen()).toBeGreaterThan(1);
      expect(out()).toEqual([]);
    });

    it('leaves out whoever answers worse than the others', async () => {
      const list = await start('well', 'busy', 'well', 'well');
      const { get, out } = balancing(list);
      await get(100);
      expect(out()).toEqual([]);
      clock.advance(10_000);
      await get(1);
      expect(out()).toEqual([list[1]!.port]);
    });

    it('never leaves out more than half', async () => {
      const list = await start('refusing', 'refusing', 'refusing', 'well');
      const { get, out } = balancing(list);
      await get(20);
      expect(out()).toHaveLength(2);
      expect(out()).not.toContain(list[3]!.port);
    });

    it('adds no more than a fifth to what a service has to bear that fails', async () => {
      const dying = 'reset before the first byte';
      const list = await start(dying, dying, dying);
      const { get } = balancing(list, { retry: { budget: { share: 0.2, perSecond: 0 } } });
      await get(100);
      expect(running.reduce((sum, each) => sum + each.seen(), 0)).toBe(120);
    });
  });
}
