import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBalancedAxios } from '../../src/adapters/axios/index.js';
import { type BadStatusError, LoadBalancer } from '../../src/index.js';
import { type CallsEvent, PublishedCalls } from '../../src/published-calls/index.js';
import { aCandidate, MutableSource } from '../../src/testing/mutable-source.js';

/** Reads events until there are `count` of them. */
const events = (response: IncomingMessage, count: number): Promise<readonly CallsEvent[]> =>
  new Promise((resolve) => {
    let text = '';
    const look = (part: Buffer) => {
      text += String(part);
      const found = [...text.matchAll(/^event: calls\ndata: (.*)\n\n/gm)].map(([, data = '']) => data);
      if (found.length < count) return;
      response.off('data', look);
      resolve(found.map((each) => JSON.parse(each) as CallsEvent));
    };
    response.on('data', look);
  });

describe('published calls', () => {
  const source = new MutableSource({ pay: [aCandidate(8001), aCandidate(8002)] });
  let balancer: LoadBalancer;
  let published: PublishedCalls;
  let server: Server;
  const open = () =>
    new Promise<IncomingMessage>((resolve) => {
      get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }, resolve);
    });
  const calls = async (count: number, status = 200) => {
    for (let made = 0; made < count; made++)
      await balancer.run(
        'pay',
        { idempotent: true, responseStatus: (result: number) => result },
        async () => status,
      );
  };

  beforeEach(async () => {
    balancer = new LoadBalancer({ source, strategy: () => (all) => all[0] });
    const consumer = () => ({ key: 'ORDER/order80', registry: 'http://localhost:7001/eureka/' });
    published = new PublishedCalls({ balancer, consumer, clock: () => 5 });
    server = createServer(published.handle);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterEach(async () => {
    published.close();
    await new Promise((done) => server.close(done));
  });

  it('begins with the last 50, then sends only what is new', async () => {
    await calls(60);
    const response = await open();
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    const [first] = await events(response, 1);
    expect(first?.calls).toHaveLength(50);
    expect(first).toMatchObject({
      key: 'ORDER/order80',
      registry: 'http://localhost:7001/eureka/',
      ejected: [],
    });
    expect(first?.calls[0]).toMatchObject({
      service: 'pay',
      target: 'PAY/payment8001',
      at: 5,
      outcome: 'ok',
      status: 200,
    });
    const next = events(response, 1);
    await calls(2, 500);
    published.tick();
    expect((await next)[0]?.calls.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['failed', 500],
      ['failed', 500],
    ]);
  });

  it('sends the last 100 if there were more since the event before', async () => {
    const response = await open();
    await events(response, 1);
    const next = events(response, 1);
    await calls(150);
    published.tick();
    expect((await next)[0]?.calls).toHaveLength(100);
  });

  it('names the ejected instances, and who was called instead', async () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    await balancer.run('pay', { idempotent: true }, async ({ port }) => {
      if (port === 8001) throw refused;
    });
    const [event] = await events(await open(), 1);
    expect(event?.calls.map(({ target, outcome }) => [target, outcome])).toEqual([
      ['PAY/payment8001', 'refused'],
      ['PAY/payment8002', 'ok'],
    ]);
    expect(event?.ejected).toEqual(['PAY/payment8001']);
  });

  it('publishes no path, no header and no text of an error', async () => {
    const listening = createServer((request, response) => response.writeHead(400).end('secret-body'));
    await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done));
    const { port } = listening.address() as AddressInfo;
    const { axios, close } = createBalancedAxios({
      source: new MutableSource({ shop: [aCandidate(port)] }),
    });
    await axios
      .get('http://shop/secret-path?secret=query', { headers: { 'secret-name': 'secret-value' } })
      .catch((error: BadStatusError) => error);
    const [event] = await events(await open(), 1);
    expect(event?.calls).toMatchObject([{ service: 'shop', outcome: 'ok', status: 400 }]);
    expect(JSON.stringify(event)).not.toContain('secret');
    close();
    listening.close();
  });

  it('sends nothing while nothing happens, except the age of the list now and then', async () => {
    const response = await open();
    await events(response, 1);
    const next = events(response, 1);
    for (let turn = 0; turn < 8; turn++) published.tick();
    expect((await next)[0]?.calls).toEqual([]);
  });

  it('refuses the 21st reader', async () => {
    const readers = [];
    for (let reader = 0; reader < 20; reader++) readers.push(await open());
    const late = await open();
    expect([late.statusCode, late.headers['retry-after']]).toEqual([503, '10']);
    late.resume();
    expect(readers.every(({ statusCode }) => statusCode === 200)).toBe(true);
  });

  it('ends its streams and its recording when it is closed', async () => {
    const response = await open();
    const ended = new Promise((resolve) => response.on('end', resolve).resume());
    published.close();
    await ended;
    await calls(1);
    const [event] = await events(await open(), 1);
    expect(event?.calls).toEqual([]);
    published.close();
  });
});
