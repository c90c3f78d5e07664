import { fixedList } from '../../../src/core/instance-source.js';
import { roundRobin } from '../../../src/core/strategies/strategy.js';
import { providers, type FaultyProvider } from '../faulty-providers.js';
import { LoadBalancer } from '../../../src/load-balancer.js';
import { balancedFetch } from '../../../src/adapters/fetch/index.js';

// Node's own fetch; retry-rules.spec.ts has the failures, with undici's.
describe('a balanced fetch', () => {
  let running: FaultyProvider[];
  let call: ReturnType<typeof balancedFetch>;
  const start = async (...kinds: readonly (keyof typeof providers)[]) => {
    for (const kind of kinds) running.push(await providers[kind]());
    const source = fixedList({ payment: running.map(({ candidate }) => candidate) });
    call = balancedFetch(new LoadBalancer({ source, strategy: () => roundRobin() }));
  };

  beforeEach(() => void (running = []));
  afterEach(() => Promise.all(running.map((each) => each.stop())));

  it('accepts strings, URLs and requests', async () => {
    await start('healthy');
    const post = { method: 'POST', body: 'x' };
    expect(await (await call('http://PAYMENT/x', post)).text()).toBe('healthy x');
    expect(await (await call(new URL('http://PAYMENT/x'), post)).text()).toBe('healthy x');
    expect(await (await call(new Request('http://PAYMENT/x', post))).text()).toBe('healthy x');
  });

  it('sends the headers of the request or of the init', async () => {
    await start('echoes headers');
    const headers = async (response: Promise<Response>) => (await response).json() as Promise<object>;
    expect(await headers(call('http://payment/x', { headers: { 'x-a': '1' } }))).toMatchObject({
      'x-a': '1',
    });
    const request = new Request('http://payment/x', { headers: { 'x-a': '2' } });
    expect(await headers(call(request))).toMatchObject({ 'x-a': '2' });
    expect(await headers(call(request, { headers: { 'x-a': '3' } }))).toMatchObject({ 'x-a': '3' });
  });

  it('passes on what its wire understands beside a Request, such as a dispatcher', async () => {
    const seen: RequestInit[] = [];
    const passing = balancedFetch(new LoadBalancer({ source: fixedList({ payment: ['http://a'] }) }), {
      fetch: async (_, init = {}) => new Response(String(seen.push(init))),
    });
    const init: object = { dispatcher: 'mine', method: 'PUT', body: 'y' };
    await passing(new Request('http://payment/x', { integrity: 'sha256-x' }), init);
    expect(seen[0]).toMatchObject({ dispatcher: 'mine', method: 'PUT', integrity: 'sha256-x' });
    expect(seen[0]?.body).toBeInstanceOf(ReadableStream);
  });

  it('sends the body to the next instance when the first refuses', async () => {
    await start('refusing', 'healthy');
    const response = await call('http://payment/x', {
      method: 'POST',
      body: new URLSearchParams({ a: 'b' }),
    });
    expect(await response.text()).toBe('healthy a=b');
  });

  it.each(['self-signed certificate', 'plain HTTP instead of TLS', 'hangs up in the handshake'] as const)(
    'sends nothing when the handshake of TLS fails: %s',
    async (kind) => {
      await start(kind, 'healthy');
      const response = await call('http://payment/x', { method: 'POST', body: 'x' });
      expect(await response.text()).toBe('healthy x');
    },
  );

  describe('sends the body of a Request to the next instance', () => {
    const post = (body: RequestInit['body'], init: RequestInit = {}) =>
      new Request('http://PAYMENT/x', { method: 'POST', body, ...init });

    it.each<[string, () => Request]>([
      ['text', () => post('a=b')],
      ['a form', () => post(new URLSearchParams({ a: 'b' }))],
      ['a stream', () => post(new Blob(['a=b']).stream(), { duplex: 'half' })],
    ])('made of %s', async (_, request) => {
      await start('refusing', 'refusing', 'healthy');
      expect(await (await call(request())).text()).toBe('healthy a=b');
    });

    it('after it was read, with a method that may be repeated', async () => {
      await start('reset before the first byte', 'healthy');
      const response = await call(post('a=b', { method: 'PUT' }));
      expect(await response.text()).toBe('healthy a=b');
    });

    it('as text of the init', async () => {
      await start('refusing', 'healthy');
      expect(await (await call(post('x'), { body: 'y' })).text()).toBe('healthy y');
    });

    it('as the clients do that make a Request and pass it on with an init', async () => {
      await start('refusing', 'healthy');
      const { signal } = new AbortController();
      const response = await call(post('x', { signal }), { headers: { 'x-a': '1' } });
      expect(await response.text()).toBe('healthy x');
    });
  });

  it('keeps the large body of a Request no longer than the call', async () => {
    await start('healthy');
    let isCancelled = false;
    const body = new ReadableStream({
      pull: (stream) => stream.enqueue(new Uint8Array(1)),
      cancel: () => void (isCancelled = true),
    });
    const responding = balancedFetch(new LoadBalancer({ source: fixedList({ payment: ['http://a'] }) }), {
      fetch: async (_, init) => {
        (init!.body as ReadableStream).cancel().catch(() => undefined);
        return new Response('early');
      },
    });
    const init: RequestInit = { method: 'POST', body, duplex: 'half' };
    await responding(new Request('http://payment/x', init));
    await new Promise((done) => setImmediate(done));
    expect(isCancelled).toBe(true);
  });

  it('sends a Request at most once whose stream is in the init', async () => {
    await start('refusing', 'healthy');
    const init: RequestInit = { body: new Blob(['x']).stream(), duplex: 'half' };
    const response = call(new Request('http://payment/x', { method: 'POST' }), init);
    await expect(response).rejects.toMatchObject({ code: 'LB_ALL_FAILED' });
  });

  it('sends a stream at most once', async () => {
    await start('refusing', 'healthy');
    const body = new Blob(['x']).stream();
    const init: RequestInit = { method: 'POST', body, duplex: 'half' };
    await expect(call('http://payment/x', init)).rejects.toMatchObject({ code: 'LB_ALL_FAILED' });
    expect(running[1]!.seen()).toBe(0);
  });

  it('returns a redirect instead of following it', async () => {
    await start('redirects');
    const { status, headers } = await call('http://payment/x');
    expect([status, headers.get('location')]).toEqual([307, 'http://127.0.0.1:1/']);
  });

  it('does not take a closed connection for a stop if a header asked for that', async () => {
    await start('busy', 'healthy');
    const response = await call('http://payment/x', { headers: { connection: 'close' } });
    expect([response.status, response.headers.get('connection')]).toEqual([503, 'close']);
    expect(running[1]!.seen()).toBe(0);
  });

  it('calls an address directly', async () => {
    await start('healthy', 'healthy');
    const { port } = running[1]!.candidate;
    for (let times = 0; times < 3; times++) await (await call(`http://127.0.0.1:${port}/x`)).text();
    expect(running.map((each) => each.seen())).toEqual([0, 3]);
  });

  it('drops a response that broke off while another instance was tried', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    await start('healthy', 'healthy');
    const brokenOff = new ReadableStream({ start: (stream) => stream.error(new Error('broke off')) });
    const responses = [new Response(brokenOff, { status: 503 }), new Response('fine')];
    const source = fixedList({ payment: running.map(({ candidate }) => candidate) });
    const balancer = new LoadBalancer({ source, retry: { retryOn: [503] } });
    const dropping = balancedFetch(balancer, { fetch: async () => responses.shift()! });
    expect(await (await dropping('http://payment/x')).text()).toBe('fine');
    await new Promise((done) => setImmediate(done));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('applies the options of one call', async () => {
    await start('reset before the first byte', 'healthy');
    const balance = { retry: { attempts: 1 } };
    await expect(call('http://payment/x', { balance })).rejects.toMatchObject({ code: 'LB_ALL_FAILED' });
  });

  it('can be aborted while the body is read', async () => {
    await start('never ends');
    const controller = new AbortController();
    const response = await call('http://payment/x', { signal: controller.signal });
    const text = response.text();
    controller.abort(new Error('enough'));
    await expect(text).rejects.toThrow('enough');
  });
});
