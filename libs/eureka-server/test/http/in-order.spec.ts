import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { fastify } from 'fastify';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { handleInOrder } from '../../src/http/in-order.js';
import { BareWire, at, payment } from '../builders/bare-wire.js';

describe('pipelined requests of one connection', () => {
  const wire = new BareWire();
  beforeEach(() => wire.open());
  afterEach(() => wire.close());

  /** Statuses of the responses to requests that are sent in one packet. */
  async function statusesOf(...requests: readonly (readonly [line: string, body?: string])[]) {
    await wire.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = wire.app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const last = requests.length - 1;
    const packet = requests.map(
      ([line, body = ''], i) =>
        `${line} HTTP/1.1\r\nhost: x\r\naccept: application/json\r\ncontent-type: application/json\r\n` +
        `connection: ${i === last ? 'close' : 'keep-alive'}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    socket.write(packet.join(''));
    const responses = await text(socket);
    return [...responses.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  }

  const register = [
    `POST /eureka/apps/${payment.app}`,
    JSON.stringify(encodeInstanceDocument(payment)),
  ] as const;

  it('take effect one after the other', async () => {
    const statuses = await statusesOf(
      register,
      [`GET ${at}`],
      [`DELETE ${at}`],
      [`GET ${at}`],
      register,
      [`PUT ${at}`],
      [`PUT ${at}/status?value=DOWN`],
      [`GET ${at}`],
    );
    expect(statuses).toEqual([204, 200, 200, 404, 204, 200, 200, 200]);
  });

  it('go on after one that is refused', async () => {
    const statuses = await statusesOf(
      [`POST /eureka/apps/${payment.app}`, '{'],
      [`GET ${at}`],
      register,
      [`GET /eureka/nothing`],
      [`GET ${at}`],
    );
    expect(statuses).toEqual([400, 404, 204, 404, 200]);
  });

  it('are read no further while many wait, and all have a response in the end', async () => {
    const app = fastify();
    handleInOrder(app);
    let first: ServerResponse | undefined;
    app.get('/endless', (_request, reply) => void (first = reply.hijack().raw));
    app.get('/', () => 'x');
    let arrived = 0;
    app.server.on('request', () => arrived++);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    const line = (path: string, connection: string) =>
      `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: ${connection}\r\n\r\n`;
    const count = 10_000;
    socket.write(line('/endless', 'keep-alive') + line('/', 'keep-alive').repeat(count) + line('/', 'close'));

    let before = -1;
    while (before !== arrived) {
      before = arrived;
      await sleep(200);
    }
    expect(arrived).toBeGreaterThan(100);
    expect(arrived).toBeLessThan(4_000);

    first?.end();
    expect((await text(socket)).split('HTTP/1.1 200')).toHaveLength(count + 3);
    await app.close();
  });
});
