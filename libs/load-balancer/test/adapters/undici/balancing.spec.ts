import { once } from 'node:events';
import { Agent, request, setGlobalDispatcher, upgrade } from 'undici';
import { fixedList } from '../../../src/core/instance-source.js';
import { roundRobin } from '../../../src/core/strategies/strategy.js';
import { providers, type SickProvider } from '../sick-providers.js';
import { LoadBalancer } from '../../../src/load-balancer.js';
import { withHeaders } from '../../../src/adapters/undici/headers.js';
import { balancing } from '../../../src/adapters/undici/index.js';

describe('a dispatcher that is balanced', () => {
  let running: SickProvider[];
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

  it('takes turns, for kept connections too', async () => {
    const dispatcher = await start('well', 'well');
    for (let call = 0; call < 6; call++)
      await (await request('http://payment/x', { dispatcher })).body.text();
    expect(running.map((each) => each.seen())).toEqual([3, 3]);
  });

  it('calls an address as it is', async () => {
    const dispatcher = await start('well', 'well');
    const { port } = running[1]!.candidate;
    for (let call = 0; call < 3; call++)
      await (await request(`http://127.0.0.1:${port}/x`, { dispatcher })).body.text();
    expect(running.map((each) => each.seen())).toEqual([0, 3]);
  });

  it("serves Node's own fetch as well, whose handlers are of another version", async () => {
    const dispatcher = await start('refusing', 'well');
    const init: object = { dispatcher };
    const response = await fetch('http://payment/x', init);
    expect([response.status, await response.text()]).toEqual([200, 'well']);
  });

  it('may be the global one', async () => {
    const dispatcher = await start('well');
    setGlobalDispatcher(dispatcher);
    expect(await (await request('http://payment/x')).body.text()).toBe('well');
    setGlobalDispatcher(agent);
  });

  it('lets a call go on in another protocol', async () => {
    const dispatcher = await start('speaks echo');
    const { headers, socket } = await upgrade('http://payment/x', { dispatcher, protocol: 'echo' });
    expect(headers['upgrade']).toBe('echo');
    socket.write('hello');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toBe('hello');
    socket.destroy();
  });

  it('tells the reader of an answer that was held back and broke off meanwhile', async () => {
    const list = [await providers['half a 503']()];
    running.push(...list);
    const balancer = new LoadBalancer({
      source: fixedList({ payment: list.map(({ candidate }) => candidate) }),
      chance: () => 1,
      // It waits for longer than the call may take, and then there is only this answer.
      retry: { retryOn: [503], attempts: 2, backOffMs: 100 },
    });
    const dispatcher = agent.compose(balancing(balancer, { timeoutMs: 50 }));
    const { statusCode, body } = await request('http://payment/x', { dispatcher });
    expect(statusCode).toBe(503);
    await expect(body.text()).rejects.toThrow();
  });

  it('passes on an error of nobody being there', async () => {
    const dispatcher = await start('well');
    await expect(request('http://stock/x', { dispatcher })).rejects.toMatchObject({ code: 'LB_NO_INSTANCE' });
  });
});

describe('headers of undici', () => {
  it.each([
    ['a flat list', ['X-A', '1', 'x-a', '2', 'Host', 'old']],
    ['an object', { 'x-a': ['1', '2'], host: 'old', gone: undefined }],
    ['pairs', new Map<string, string | string[]>([['x-a', ['1', '2']], ['host', 'old']])], // prettier-ignore
  ])('can be set in %s', (_, given) => {
    expect(withHeaders(given, { host: 'new' })).toEqual({ 'x-a': ['1', '2'], host: 'new' });
  });

  it('stay as they are where nothing is set', () => {
    const given = ['a', 'b'];
    expect(withHeaders(given, {})).toBe(given);
    expect(withHeaders(null, { host: 'new' })).toEqual({ host: 'new' });
  });
});
