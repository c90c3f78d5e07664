import axios from 'axios';
import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Agent, request } from 'undici';
import { balancedAdapter } from '../src/adapters/axios/balanced-adapter.js';
import { keepAliveAgents } from '../src/adapters/axios/keep-alive-agents.js';
import { balancedFetch } from '../src/adapters/fetch/balanced-fetch.js';
import { balancing } from '../src/adapters/undici/balancing.js';
import { providers } from './adapters/faulty-providers.js';
import { balanceAxios } from '../src/adapters/axios/axios-interceptor.js';
import { TimerWheel } from '../src/call/timer-wheel.js';
import { fixedList } from '../src/core/instance-source.js';
import { LoadBalancer } from '../src/load-balancer.js';

/** Number of entries in all maps and sets that an object holds, however deep. */
function entriesOf(root: unknown, seen = new Set<unknown>()): number {
  if (typeof root !== 'object' || root === null || seen.has(root)) return 0;
  seen.add(root);
  const isCollection = root instanceof Map || root instanceof Set;
  const children: unknown[] = isCollection ? [...root.values()] : Object.values(root);
  return (
    (isCollection ? root.size : 0) + children.reduce<number>((sum, each) => sum + entriesOf(each, seen), 0)
  );
}

describe('many calls leave nothing behind', () => {
  const source = fixedList({ payment: ['http://127.0.0.1:8001', 'http://127.0.0.1:8002'] });
  const times = 100;

  it('through an existing axios, whose configs are new each time', async () => {
    const sets = jest.spyOn(Map.prototype, 'set');
    const instance = axios.create({ adapter: ['http', 'fetch'] });
    const balancer = new LoadBalancer({ source });
    let sent = 0;
    balanceAxios(instance, balancer, {
      wire: async (config) => (sent++, { data: '', status: 200, statusText: '', headers: {}, config }),
    });
    for (let call = 0; call < 4; call++) await instance.get('http://payment/x');
    const before = entriesOf(balancer);
    sets.mockClear();
    for (let call = 0; call < times; call++) await instance.get('http://payment/x');
    const arrays = sets.mock.calls.filter(([key]) => Array.isArray(key));
    sets.mockRestore();
    expect([sent, arrays, entriesOf(balancer) - before]).toEqual([times + 4, [], 0]);
  });

  it('to services whose names are unknown', async () => {
    const balancer = new LoadBalancer({ source });
    const before = entriesOf(balancer);
    const aborted = AbortSignal.abort();
    for (let call = 0; call < times; call++) {
      const name = `unknown-${call}`;
      expect(balancer.choose(name)).toBeUndefined();
      expect(balancer.ejected(name)).toEqual([]);
      await balancer.run(name, { idempotent: true }, async () => 1).catch(() => undefined);
      await balancer.run(name, { idempotent: true, signal: aborted }, async () => 1).catch(() => undefined);
      await balancer.pick(name, { signal: aborted }).catch(() => undefined);
    }
    expect(entriesOf(balancer)).toBe(before);
  });

  it.each(['fetch', 'axios', 'undici'] as const)('at a signal that outlives them, by %s', async (library) => {
    const { signal } = new AbortController();
    const running = [await providers.refusing(), await providers.busy(), await providers['no content']()];
    const balancer = new LoadBalancer({
      source: fixedList({ payment: running.map(({ candidate }) => candidate) }),
      retry: { retryOn: ['broken', 503] },
    });
    const agents = keepAliveAgents(1_000);
    const agent = new Agent();
    const dispatcher = agent.compose(balancing(balancer));
    const client = axios.create({
      ...agents,
      proxy: false,
      timeout: 9_000,
      adapter: balancedAdapter(balancer),
    });
    const calls = {
      fetch: async () => (await balancedFetch(balancer)('http://payment/x', { signal })).status,
      axios: async () => (await client.get('http://payment/x', { signal })).status,
      undici: async () => {
        const { statusCode, body } = await request('http://payment/x', { signal, dispatcher });
        await body.dump();
        return statusCode;
      },
    };
    for (let call = 0; call < times; call++) expect(await calls[library]()).toBe(204);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    agents.destroy();
    await agent.destroy();
    await Promise.all(running.map((each) => each.stop()));
  });

  it('at a signal that outlives them while bodies are unread', async () => {
    const { signal } = new AbortController();
    const running = await providers.healthy();
    const call = balancedFetch(new LoadBalancer({ source: fixedList({ payment: [running.candidate] }) }));
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    for (let turn = 0; turn < times; turn++) await (await call('http://payment/x', { signal })).text();
    for (let turn = 0; turn < 50 && getEventListeners(signal, 'abort').length > 10; turn++) {
      collect();
      await new Promise((done) => setImmediate(done));
    }
    expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(10);
    await running.stop();
  });

  it('with limits that all differ', () => {
    const timers = new TimerWheel();
    for (let call = 0; call < 3_000; call++) timers.start(900 + call / 30.1, () => undefined).cancel();
    expect(entriesOf(timers)).toBeLessThan(15);
  });
});
