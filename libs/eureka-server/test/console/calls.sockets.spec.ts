import { anInstance } from '@eureka-nest/protocol/testing';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConsoleTarget } from './console-target.js';

const call = { service: 'SHOP', target: 'SHOP/web-1', at: 1, ms: 2, outcome: 'ok', status: 200 };
const body = { calls: [call], ejected: ['SHOP/web-2'], copyAgeMs: 3, registry: 'http://localhost:7001' };
const event = (data: unknown) => `event: calls\ndata: ${JSON.stringify(data)}\n\n`;

describe('the calls of a consumer', () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  let target: ConsoleTarget;
  let consumer: Server;
  let requests: string[];
  let answer: (response: ServerResponse) => unknown;

  beforeEach(async () => {
    lines.length = 0;
    requests = [];
    consumer = createServer((request, response) => {
      requests.push(request.url ?? '');
      answer(response);
    }).listen(0, '127.0.0.1');
    await once(consumer, 'listening');
    answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event(body));
    };
  });
  afterEach(async () => {
    await target.close();
    consumer.closeAllConnections();
    consumer.close();
  });

  const start = async (options = {}, path = '/eureka-nest/calls', ipAddr = '127.0.0.1') => {
    const loggerFor = () => ({ debug: () => undefined, log: write, warn: write, error: write });
    target = await new ConsoleTarget({ consoleFollowCalls: true, ...options }, { loggerFor }).open();
    const { port } = consumer.address() as AddressInfo;
    const metadata = { 'eureka-nest.calls': path };
    target.register(anInstance({ app: 'ORDER', instanceId: 'order-1', port, ipAddr, metadata }));
  };
  const feed = () => target.openFeed('?instance=ORDER/order-1');
  /** Waits until the consumers were considered at least once more. */
  const considered = async (open: ReturnType<ConsoleTarget['console']>) => {
    for (let count = 0; count < 3; count++) await open.next('state');
  };
  const logged = async (text: string) => {
    const open = target.console();
    for (let count = 0; count < 10 && !lines.some((line) => line.includes(text)); count++)
      await open.next('state');
    expect(lines.filter((line) => line.includes(text))).toHaveLength(1);
  };

  it('are shown under the name of its registration', async () => {
    await start();
    await feed();
    const open = target.console();
    const { consumers } = await open.next('calls');
    expect(consumers).toEqual([{ key: 'ORDER/order-1', ...body }]);
    expect(requests).toEqual(['/eureka-nest/calls']);
  });

  it('are told to a console that opens later, from one request', async () => {
    await start();
    await feed();
    await target.console().next('calls');
    const { consumers } = await target.console().next('calls');
    expect(consumers).toEqual([{ key: 'ORDER/order-1', ...body }]);
    expect(requests).toHaveLength(1);
  });

  it('are read while a console is open, and no longer', async () => {
    await start();
    await feed();
    const closed = new Promise((resolve) => {
      const before = answer;
      answer = (response) => {
        response.once('close', resolve);
        return before(response);
      };
    });
    const open = target.console();
    await open.next('calls');
    open.reader.close();
    await closed;
    expect(requests).toHaveLength(1);
  });

  it.each<[why: string, prepare: () => Promise<unknown>]>([
    ['following is off', async () => (await start({ consoleFollowCalls: false }), feed())],
    ['no feed connection speaks for it', async () => start()],
    [
      'the feed comes from another address',
      async () => (await start({}, '/eureka-nest/calls', '192.0.2.1'), feed()),
    ],
    ['any address may speak', async () => (await start({ changesPresenceAnyAddress: true }), feed())],
    ['its path names another host', async () => (await start({}, '//evil.example/x'), feed())],
    ['its path is a URL', async () => (await start({}, 'http://evil.example/x'), feed())],
    ['its path has spaces', async () => (await start({}, '/a b\r\nx: y'), feed())],
  ])('are not asked for if %s', async (_why, prepare) => {
    await prepare();
    await considered(target.console());
    expect(requests).toEqual([]);
  });

  it('are read at any address where that is on, also without a feed (Java timings)', async () => {
    await start({ consoleFollowCallsAnyAddress: true });
    const { consumers } = await target.console().next('calls');
    expect(consumers).toMatchObject([{ key: 'ORDER/order-1' }]);
    expect(requests).toEqual(['/eureka-nest/calls']);
  });

  it('are never asked for at a path that is not that of calls', async () => {
    await start({ consoleFollowCallsAnyAddress: true }, '/actuator/shutdown');
    const { port } = consumer.address() as AddressInfo;
    const others = ['/console/api/events', '/../calls', '/a/%2e%2e/calls', '/calls?x=1', '/x\n/calls'];
    for (const [number, path] of others.entries()) {
      const named = { app: 'OTHERS', instanceId: `other-${number}`, metadata: { 'eureka-nest.calls': path } };
      target.register(anInstance({ ...named, port, ipAddr: '127.0.0.1' }));
    }
    await considered(target.console());
    expect(requests).toEqual([]);
  });

  it('are not those of a console, which refuses to be followed', async () => {
    await start();
    const { status, text } = await target.send('GET', '/console/api/events', {
      'eureka-nest-follow': 'calls',
    });
    expect([status, text]).toEqual([403, expect.stringContaining('a console is no consumer')]);
  });

  it.each<[what: string, says: string, response: (response: ServerResponse) => unknown]>([
    ['a redirect', 'it responds 302', (response) => response.writeHead(302, { location: '/other' }).end()],
    [
      'a page',
      'it responds 200 with text/html',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<p>');
      },
    ],
    [
      'a console that is passed on',
      'it is a console',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('event: hello\ndata: {}\n\n');
      },
    ],
    [
      'no JSON',
      'its event is not JSON',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('event: calls\ndata: {\n\n');
      },
    ],
    [
      'a call without its target',
      'calls[0] is no call',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(event({ ...body, calls: [{ ...call, target: 7 }] }));
      },
    ],
    [
      'an endless event',
      'its event is too long',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`event: calls\ndata: ${'x'.repeat(100_000)}`);
      },
    ],
    [
      'too much',
      'it sends too much',
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(': x\n\n'.repeat(100_000));
      },
    ],
  ])('are given up after %s, with one line', async (_what, says, respond) => {
    answer = respond;
    await start();
    await feed();
    await logged(`console: calls of ORDER/order-1 are not shown (${says}`);
    expect(requests).toEqual(['/eureka-nest/calls']);
  });
});
