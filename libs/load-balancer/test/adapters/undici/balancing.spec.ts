import { once } from 'node:events';
import { Agent, request, setGlobalDispatcher, upgrade } from 'undici';
import { fixedList } from '../../../src/core/instance-source.js';
import { roundRobin } from '../../../src/core/strategies/strategy.js';
import { providers, type FaultyProvider } from '../faulty-providers.js';
import { LoadBalancer } from '../../../src/load-balancer.js';
import { withHeaders } from '../../../src/adapters/undici/headers.js';
import { balancing } from '../../../src/adapters/undici/index.js';

describe('a balanced dispatcher', () => {
  let running: FaultyProvider[];
  let agent: Agent;
  const start = async (...kinds: readonly (keyof typeof providers)[]) => {
    for (const kind of kinds) running.push(await providers[kind]());
    const source = fixedList({ payment: running.map(({ candidate }) => candidate) });
    return agent.compose(balancing(new LoadBalancer({ source, strategy: () => roundRobin() })));
  };

  beforeEach(() => {
    running = [];
    agent = new Agent();
  });
  afterEach(async () => {
    await agent.destroy();
    await Promise.all(running.map((each) => each.stop()));
  });

  it('takes turns, also over reused connections', async () => {
    const dispatcher = await start('healthy', 'healthy');
    for (let call = 0; call < 6; call++)
      await (await request('http://payment/x', { dispatcher })).body.text();
    expect(running.map((each) => each.seen())).toEqual([3, 3]);
  });

  it('calls an address directly', async () => {
    const dispatcher = await start('healthy', 'healthy');
    const { port } = running[1]!.candidate;
    for (let call = 0; call < 3; call++)
      await (await request(`http://127.0.0.1:${port}/x`, { dispatcher })).body.text();
    expect(running.map((each) => each.seen())).toEqual([0, 3]);
  });

  it("serves Node's own fetch, whose handlers are of another version", async () => {
    const dispatcher = await start('refusing', 'healthy');
    const init: object = { dispatcher };
    const response = await fetch('http://payment/x', init);
    expect([response.status, await response.text()]).toEqual([200, 'healthy']);
  });

  it('can be the global dispatcher', async () => {
    const dispatcher = await start('healthy');
    setGlobalDispatcher(dispatcher);
    expect(await (await request('http://payment/x')).body.text()).toBe('healthy');
    setGlobalDispatcher(agent);
  });

  it.each([
    ['reset', { reset: true }],
    ['a header', { headers: { connection: 'close' } }],
  ])('does not take a closed connection for a stop if that was asked for, by %s', async (_, options) => {
    const dispatcher = await start('busy', 'healthy');
    const { statusCode, headers, body } = await request('http://payment/x', { dispatcher, ...options });
    expect([statusCode, headers['connection'], await body.text()]).toEqual([503, 'close', 'busy']);
    expect(running[1]!.seen()).toBe(0);
  });

  it('supports upgrades to another protocol', async () => {
    const dispatcher = await start('speaks echo');
    const { headers, socket } = await upgrade('http://payment/x', { dispatcher, protocol: 'echo' });
    expect(headers['upgrade']).toBe('echo');
    socket.write('hello');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect(String(chunk)).toBe('hello');
    socket.destroy();
  });

  it('fails the reader of a response that broke off while it was paused', async () => {
    const list = [await providers['half a 503']()];
    running.push(...list);
    const balancer = new LoadBalancer({
      source: fixedList({ payment: list.map(({ candidate }) => candidate) }),
      random: () => 1,
      // The pause outlasts the time limit, so the paused response is all there is.
      retry: { retryOn: [503], attempts: 2, backOffMs: 100 },
    });
    const dispatcher = agent.compose(balancing(balancer, { timeoutMs: 50 }));
    const { statusCode, body } = await request('http://payment/x', { dispatcher });
    expect(statusCode).toBe(503);
    await expect(body.text()).rejects.toThrow();
  });

  it('reports that a service has no instance', async () => {
    const dispatcher = await start('healthy');
    await expect(request('http://stock/x', { dispatcher })).rejects.toMatchObject({ code: 'LB_NO_INSTANCE' });
  });
});

describe('headers of undici', () => {
  it.each([
    ['a flat list', ['X-A', '1', 'x-a', '2', 'Host', 'old']],
    ['an object', { 'x-a': ['1', '2'], host: 'old', gone: undefined }],
    ['pairs', new Map<string, string | string[]>([['x-a', ['1', '2']], ['host', 'old']])], // prettier-ignore
  ])('can be set in %s', (_, headers) => {
    expect(withHeaders(headers, { host: 'new' })).toEqual({ 'x-a': ['1', '2'], host: 'new' });
  });

  it('stay unchanged if none is set', () => {
    const headers = ['a', 'b'];
    expect(withHeaders(headers, {})).toBe(headers);
    expect(withHeaders(null, { host: 'new' })).toEqual({ host: 'new' });
  });
});
