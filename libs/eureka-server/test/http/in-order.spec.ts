import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
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
});
