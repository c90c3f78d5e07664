import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forward } from './forward.mjs';

const listen = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

describe('the forwarding of the lab', () => {
  const got: string[] = [];
  let isDying = false;
  // It may have acted before it died, whether the connection was a new one or a kept one.
  const first = createServer((incoming, response) => {
    got.push('first');
    if (isDying) incoming.socket.destroy();
    else response.end('first');
  });
  const second = createServer((_, response) => {
    got.push('second');
    response.end('second');
  });
  let registries: readonly number[] = [];
  const lab = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '', 'http://localhost');
    void forward(incoming, response, { url, registries, ownPort: 7010 });
  });

  beforeAll(async () => {
    registries = [await listen(first), await listen(second)];
    await listen(lab);
  });
  afterAll(() =>
    Promise.all(
      [first, second, lab].map((server) => {
        server.closeAllConnections();
        return new Promise((done) => server.close(done));
      }),
    ),
  );

  const post = () =>
    new Promise<number>((resolve, reject) => {
      const { port } = lab.address() as AddressInfo;
      const options = { host: '127.0.0.1', port, path: '/console/api/actions', method: 'POST', agent: false };
      const sent = request(options, (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      });
      sent.on('error', reject).end('{}');
    });

  it('gives no other registry a request that one may have acted on', async () => {
    expect(await post()).toBe(200);
    isDying = true;
    expect(await post()).toBe(502);
    expect(got).toEqual(['first', 'first']);
  });
});
