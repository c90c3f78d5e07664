import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { parseResponses } from './raw-responses.js';
import { partialRequest, bytesOf, guest, post } from './bytes.js';
import { readUntilClosed, Target } from './target.js';

const whole = JSON.stringify(encodeInstanceDocument(guest));
const request = (line: string, ...headers: string[]) =>
  bytesOf(`${line} HTTP/1.1`, 'Host: x', ...headers, '');
const heartbeat = request('PUT /eureka/apps/SHOP/web-1');

describe('a server', () => {
  const target = new Target();
  let server: Server;
  beforeAll(async () => {
    await target.open();
    server = target.host.getHttpServer();
  });
  afterAll(() => target.close());
  beforeEach(() => target.log.clear());
  afterEach(async () => {
    expect(target.log.faults).toEqual([]);
    target.removeGuests();
    expect(await target.isUntouched()).toBe(true);
  });

  const responseStatuses = (text: string) => parseResponses(text).map(({ status }) => status);

  /** Opens a connection; returns both ends. */
  async function connected(): Promise<[client: Socket, theirs: Socket]> {
    const theirs = once(server, 'connection') as Promise<[Socket]>;
    const client = target.connect();
    client.on('error', () => undefined);
    return [client, (await theirs)[0]];
  }

  it('responds to ten requests of one packet in order, refusals among them', async () => {
    const received = await target.send(
      Buffer.concat([
        heartbeat,
        request('PUT /eureka/apps/SHOP/absent'),
        request('HEAD /eureka/apps'),
        request('OPTIONS /eureka/apps'),
        request('POST /eureka/apps', 'Content-Length: 0'),
        request('POST /eureka/apps/GUEST', 'Content-Type: application/json', 'Content-Length: 1'),
        Buffer.from('{'),
        request('GET /eureka/apps', 'Accept: text/html'),
        request('PUT /eureka/apps/SHOP/web-1', 'Content-Length: 3'),
        Buffer.from('{{{'),
        request('GET /eureka/%zz'),
        request('GET /eureka/apps/SHOP', 'Connection: close'),
      ]),
    );
    expect(responseStatuses(received)).toEqual([200, 404, 200, 200, 405, 400, 406, 200, 400, 200]);
    expect(parseResponses(received)[2]?.body).toBe('');
    expect(parseResponses(received)[9]?.body).toContain('<instanceId>web-1</instanceId>');
    expect(target.log.refusals).toHaveLength(1);
  });

  it('closes the connection after bytes that are not HTTP', async () => {
    const received = await target.send(Buffer.concat([heartbeat, Buffer.from('\0\0\0'), heartbeat]));
    expect(responseStatuses(received).at(-1)).toBe(400);
  });

  it.each([
    ['GET', request('GET /eureka/apps/SHOP'), 200],
    ['heartbeat', heartbeat, 200],
    ['registration', post(whole), 204],
  ])('responds to a %s on a half-closed connection', async (_what, bytes, status) => {
    const [client] = await connected();
    const received = readUntilClosed(client);
    client.end(bytes);
    expect(responseStatuses(await received)).toEqual([status]);
  });

  it('refuses half a registration on a half-closed connection', async () => {
    const [client] = await connected();
    const received = readUntilClosed(client);
    client.end(post(whole).subarray(0, -10));
    expect(responseStatuses(await received)).toEqual([400]);
  });

  it.each([
    ['a registration', 'POST /eureka/apps/GUEST'],
    ['a heartbeat', 'PUT /eureka/apps/SHOP/web-1'],
    ['a batch', 'POST /eureka/peerreplication/batch'],
  ])('survives a reset in the middle of %s', async (_what, line) => {
    const [client, theirs] = await connected();
    client.write(partialRequest(line, 1_000));
    await once(server, 'request');
    client.resetAndDestroy();
    await closed(theirs);
    await target.isUntouched();
    expect(target.log.refusals).toEqual([`refused ${line} from a broken connection: aborted`]);
  });

  it('survives a reset between two headers', async () => {
    const [client, theirs] = await connected();
    client.write('GET /eureka/apps HTTP/1.1\r\nHost: x\r\nAccept');
    await once(theirs, 'data');
    client.resetAndDestroy();
    await closed(theirs);
    expect(target.log.refusals).toEqual([]);
  });

  it('survives a hundred callers that do not wait for the response', async () => {
    for (let i = 0; i < 100; i++) {
      const [client, theirs] = await connected();
      client.write(request('GET /eureka/apps'));
      await once(server, 'request');
      client.resetAndDestroy();
      await closed(theirs);
    }
    expect(target.log.refusals).toEqual([]);
  });

  it('responds despite 1,000 idle connections, and closes those that were used once', async () => {
    const { keepAliveTimeout } = server;
    const unused = await Promise.all(Array.from({ length: 500 }, () => opened(target.connect())));
    server.keepAliveTimeout = 300_000;
    const used = await Promise.all(
      Array.from({ length: 499 }, async () => usedOnce(await opened(target.connect()))),
    );
    expect(await connectionsOf(server)).toBeGreaterThanOrEqual(999);
    expect(await target.isUntouched()).toBe(true);

    // The timeout starts with the last response: for this connection it is short.
    server.keepAliveTimeout = 1;
    const last = await usedOnce(await opened(target.connect()));
    await closed(last);

    server.keepAliveTimeout = keepAliveTimeout;
    const gone = [...unused, ...used].map(closed);
    server.closeAllConnections();
    await Promise.all(gone);
    expect(await connectionsOf(server)).toBe(0);
  }, 60_000);

  it('stops despite open idle connections', async () => {
    const other = new Target();
    await other.open();
    const clients = await Promise.all(Array.from({ length: 200 }, () => opened(other.connect())));
    const gone = clients.map(closed);
    await other.close();
    await Promise.all(gone);
  }, 60_000);

  async function opened(client: Socket): Promise<Socket> {
    client.on('error', () => undefined).resume();
    await once(client, 'connect');
    return client;
  }

  async function usedOnce(client: Socket): Promise<Socket> {
    const response = once(client, 'data');
    client.write(heartbeat);
    await response;
    return client;
  }
});

const connectionsOf = (server: Server): Promise<number> =>
  new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

/** Resolves when the socket is closed, in any way. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()));
