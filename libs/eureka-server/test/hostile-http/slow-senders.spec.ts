import fastify, { type FastifyInstance } from 'fastify';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { EurekaServer } from '../../src/server/eureka-server.js';
import { parseResponses } from './raw-responses.js';
import { partialRequest, bytesOf } from './bytes.js';
import { RefusalLog } from './refusal-log.js';
import { readUntilClosed } from './target.js';

/** Node checks its connections at this interval, and closes those beyond their timeout. */
const limits = { headersTimeout: 250, requestTimeout: 500, connectionsCheckingInterval: 50 };

describe('a server with time limits', () => {
  const log = new RefusalLog();
  let app: FastifyInstance;

  beforeAll(async () => {
    app = fastify({ requestTimeout: limits.requestTimeout, http: limits });
    new EurekaServer({ port: 0 }, { loggerFor: () => log }).mount(app);
    await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => app.close());
  beforeEach(() => log.clear());
  afterEach(async () => {
    const { port } = app.server.address() as AddressInfo;
    expect((await fetch(`http://127.0.0.1:${port}/eureka/apps`)).status).toBe(200);
    expect(log.faults).toEqual([]);
  });

  /** Sends the beginning, then the rest byte by byte until the connection is closed. */
  async function statusAfter(begin: Buffer, drip: Buffer): Promise<number | undefined> {
    const client = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    const received = readUntilClosed(client);
    client.write(begin);
    const stop = dripping(client, drip);
    const [last] = parseResponses(await received);
    stop();
    return last?.status;
  }

  it.each([
    [
      'headers come byte by byte',
      bytesOf('GET /eureka/apps HTTP/1.1', 'Host: x'),
      Buffer.from('a: b\r\n'.repeat(1_000)),
    ],
    ['nothing comes', Buffer.alloc(0), Buffer.alloc(0)],
    ['a request line stops', Buffer.from('GET /eur'), Buffer.alloc(0)],
    [
      'a registration comes byte by byte',
      partialRequest('POST /eureka/apps/SHOP', 10_000),
      Buffer.alloc(9_999, ' '),
    ],
    ['a heartbeat’s body stops', partialRequest('PUT /eureka/apps/SHOP/web-1', 10_000), Buffer.alloc(0)],
    ['a batch stops', partialRequest('POST /eureka/peerreplication/batch', 10_000), Buffer.alloc(0)],
    [
      'chunks come byte by byte',
      bytesOf('POST /eureka/apps/SHOP HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked', ''),
      Buffer.from('1\r\n \r\n'.repeat(1_000)),
    ],
  ])('closes the connection with 408 if %s', async (_what, begin, drip) => {
    expect(await statusAfter(begin, drip)).toBe(408);
    expect(log.refusals.filter((line) => !line.includes('from a broken connection: aborted'))).toEqual([]);
  });
});

/** Sends one byte every few milliseconds. */
function dripping(client: Socket, bytes: Buffer): () => void {
  let at = 0;
  const timer = setInterval(() => {
    if (client.writable && at < bytes.length) client.write(bytes.subarray(at, ++at));
  }, 5);
  return () => clearInterval(timer);
}
