import { fixedList } from '../../../src/core/instance-source.js';
import { roundRobin } from '../../../src/core/strategies/strategy.js';
import { providers, type SickProvider } from '../sick-providers.js';
import { LoadBalancer } from '../../../src/load-balancer.js';
import { balancedFetch } from '../../../src/adapters/fetch/index.js';

// Node's own fetch; its failures are in failure-rules.spec.ts, with undici's.
describe('a fetch that is balanced', () => {
  let running: SickProvider[];
  let call: ReturnType<typeof balancedFetch>;
  const start = async (...kinds: readonly (keyof typeof providers)[]) => {
    for (const kind of kinds) running.push(await providers[kind]());
    const source = fixedList({ payment: running.map(({ candidate }) => candidate) });
    call = balancedFetch(new LoadBalancer({ source, strategy: () => roundRobin() }));
  };

  beforeEach(() => void (running = []));
  afterEach(() => Promise.all(running.map((each) => each.stop())));

  it('takes texts, URLs and requests', async () => {
    await start('well');
    const post = { method: 'POST', body: 'x' };
    expect(await (await call('http://PAYMENT/x', post)).text()).toBe('well x');
    expect(await (await call(new URL('http://PAYMENT/x'), post)).text()).toBe('well x');
    expect(await (await call(new Request('http://PAYMENT/x', post))).text()).toBe('well x');
  });

  it('passes headers on, of the request or of the init', async () => {
    await start('tells its headers');
    const headers = async (response: Promise<Response>) => (await response).json() as Promise<object>;
    expect(await headers(call('http://payment/x', { headers: { 'x-a': '1' } }))).toMatchObject({
      'x-a': '1',
    });
    const request = new Request('http://payment/x', { headers: { 'x-a': '2' } });
    expect(await headers(call(request))).toMatchObject({ 'x-a': '2' });
    expect(await headers(call(request, { headers: { 'x-a': '3' } }))).toMatchObject({ 'x-a': '3' });
  });

  it('asks the next one when the first refuses, body and all', async () => {
    await start('refusing', 'well');
    const response = await call('http://payment/x', {
      method: 'POST',
      body: new URLSearchParams({ a: 'b' }),
    });
    expect(await response.text()).toBe('well a=b');
  });

  it('sends a stream no more than once', async () => {
    await start('refusing', 'well');
    const body = new Blob(['x']).stream();
    const init: RequestInit = { method: 'POST', body, duplex: 'half' };
    await expect(call('http://payment/x', init)).rejects.toMatchObject({ code: 'LB_ALL_FAILED' });
    expect(running[1]!.seen()).toBe(0);
  });

  it('hands a redirect back instead of following it to nobody', async () => {
    await start('redirects');
    const { status, headers } = await call('http://payment/x');
    expect([status, headers.get('location')]).toEqual([307, 'http://127.0.0.1:1/']);
  });

  it('calls an address as it is', async () => {
    await start('well', 'well');
    const { port } = running[1]!.candidate;
    for (let times = 0; times < 3; times++) await (await call(`http://127.0.0.1:${port}/x`)).text();
    expect(running.map((each) => each.seen())).toEqual([0, 3]);
  });

  it('passes on what is said about one call', async () => {
    await start('reset before the first byte', 'well');
    const balance = { retry: { attempts: 1 } };
    await expect(call('http://payment/x', { balance })).rejects.toMatchObject({ code: 'LB_ALL_FAILED' });
  });

  it('lets the caller give up on the body too', async () => {
    await start('never ends');
    const controller = new AbortController();
    const response = await call('http://payment/x', { signal: controller.signal });
    const text = response.text();
    controller.abort(new Error('enough'));
    await expect(text).rejects.toThrow('enough');
  });
});
