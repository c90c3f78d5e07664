import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { closeConnections } from './close-connections.js';

describe('closing the connections of a server', () => {
  let server: Server;
  let client: Socket;

  beforeEach(async () => {
    server = createServer((_request, response) => void setTimeout(() => response.end('hello'), 50));
    server.keepAliveTimeout = 72_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(server, 'connection');
  });
  afterEach(() => void client.destroy());

  const close = (graceMs: number) => {
    closeConnections(server, graceMs);
    const closed = once(server, 'close');
    server.close();
    return closed;
  };

  it('lets a response in flight finish, then does not wait for its keep-alive time', async () => {
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(server, 'request');
    const answer: Buffer[] = [];
    client.on('data', (data: Buffer) => answer.push(data));
    await Promise.all([close(72_000), once(client, 'close')]);
    expect(Buffer.concat(answer).toString()).toContain('hello');
  });

  it('does not wait for a connection that was never used', async () => {
    await close(50);
    expect(server.listening).toBe(false);
  });
});
