import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { HttpTimeoutError } from './errors.js';
import { HttpClient, type HttpRequest } from './http-client.js';
import { readBody } from './response-body.js';

const limits = { connectMs: 5_000, responseMs: 5_000 };
const pem = (name: string) => readFileSync(join(__dirname, '../../fixtures/tls', name));

describe('the HTTP client', () => {
  let server: Server | undefined;
  let client: HttpClient;
  beforeEach(() => (client = new HttpClient()));
  afterEach(() => {
    client.close();
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  const serve = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
  const send = (url: string, given: Partial<HttpRequest> = {}) =>
    client.send({ method: 'GET', url, headers: {}, limits, ...given });
  const textOf = async (url: string, given: Partial<HttpRequest> = {}) =>
    readBody(await send(url, given), 1_000);

  it('sends method, path, headers and body, with its length', async () => {
    const url = await serve(async (request, response) => {
      const { method, url: path, headers } = request;
      const body = Buffer.concat(await request.toArray()).toString();
      response.end(`${method} ${path} ${headers['x-test']} ${headers['content-length']} ${body}`);
    });
    const sent = { method: 'POST', headers: { 'x-test': 'yes' }, body: 'grüße' };
    expect(await textOf(`${url}a?b=c`, sent)).toBe('POST /a?b=c yes 7 grüße');
  });

  it('connects to a given address, with the name of the URL as Host', async () => {
    const { port } = new URL(await serve(({ headers }, response) => response.end(headers.host)));
    const url = `http://many.example:${port}/`;
    expect(await textOf(url, { address: '127.0.0.1' })).toBe(`many.example:${port}`);
  });

  it('limits the time to connect, TLS included', async () => {
    const silent = createTcpServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `https://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    const failed = send(url, { limits: { connectMs: 50, responseMs: 5_000 } });
    await expect(failed).rejects.toEqual(new HttpTimeoutError('connection', 50));
    silent.close();
  });

  it('limits the time to the head of the response', async () => {
    const url = await serve(() => undefined);
    const failed = send(url, { limits: { connectMs: 5_000, responseMs: 50 } });
    await expect(failed).rejects.toEqual(new HttpTimeoutError('response', 50));
  });

  it.each([
    ['with the head', { connectMs: 5_000, responseMs: 50 }],
    ['on its own', { connectMs: 5_000, responseMs: 5_000, bodyMs: 50 }],
  ])('limits the time to the end of the body %s', async (_, given) => {
    const url = await serve((_request, response) => void response.write('half'));
    await expect(textOf(url, { limits: given })).rejects.toEqual(new HttpTimeoutError('response', 50));
  });

  it('can read a stream without a limit', async () => {
    const url = await serve((_request, response) => {
      response.write('a');
      setTimeout(() => response.end('b'), 100);
    });
    expect(await textOf(url, { limits: { connectMs: 5_000, responseMs: 50, bodyMs: Infinity } })).toBe('ab');
  });

  it.each([
    ['before the response', () => undefined],
    ['in the middle of the body', (response: Parameters<RequestListener>[1]) => void response.write('half')],
  ])('fails with the reason of an abort %s', async (_, begin) => {
    const caller = new AbortController();
    const url = await serve((_request, response) => {
      begin(response);
      setTimeout(() => caller.abort(new Error('enough')), 20);
    });
    await expect(textOf(url, { signal: caller.signal })).rejects.toThrow('enough');
    await expect(textOf(url, { signal: caller.signal })).rejects.toThrow('enough');
  });

  it('reports a broken connection', async () => {
    const url = await serve(({ socket }) => socket.resetAndDestroy());
    await expect(send(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('repeats a request over a new connection if the kept one was closed', async () => {
    let served = 0;
    const url = await serve(({ socket }, response) => {
      served += 1;
      if (served === 2) return void socket.destroy();
      response.end(String(served));
    });
    expect(await textOf(url)).toBe('1');
    await new Promise(setImmediate);
    expect(await textOf(url)).toBe('3');
  });

  it('opens no more connections than its limit, and times out while it waits for one', async () => {
    client.close();
    client = new HttpClient({}, 1);
    const url = await serve(() => undefined);
    const first = send(url).catch(() => 'closed');
    await once(server as Server, 'request');
    const failed = send(url, { limits: { connectMs: 50, responseMs: 5_000 } });
    await expect(failed).rejects.toEqual(new HttpTimeoutError('connection', 50));
    client.close();
    expect(await first).toBe('closed');
  });

  it('ends every request when it is closed, and sends none again', async () => {
    client.close();
    client = new HttpClient({}, 1);
    let served = 0;
    const url = await serve((_request, response) => {
      served += 1;
      if (served === 1) response.end('first');
    });
    // The second request goes over a kept connection, and the third waits for it.
    expect(await textOf(url)).toBe('first');
    await new Promise(setImmediate);
    const reasons = [send(url), send(url)].map((sent) => sent.catch((error: Error) => error.message));
    await once(server as Server, 'request');
    client.close();
    expect(await Promise.all(reasons)).toEqual(Array(2).fill('the HTTP client was closed'));
    await expect(send(url)).rejects.toThrow('the HTTP client was closed');
    await new Promise((resolve) => server?.getConnections(resolve));
    expect(served).toBe(2);
  });

  it('ends the reading of a body when it is closed', async () => {
    const url = await serve((_request, response) => void response.write('half'));
    const response = await send(url);
    client.close();
    await expect(readBody(response, 1_000)).rejects.toThrow('the HTTP client was closed');
  });

  it('verifies the server and sends its certificate over TLS', async () => {
    const ca = pem('authority.pem');
    const own = { cert: pem('server.pem'), key: pem('server.key'), ca, requestCert: true };
    server = createTlsServer(own, (_, response) => response.end('secure')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
    await expect(send(url, { address: '127.0.0.1' })).rejects.toThrow('self-signed certificate');
    client = new HttpClient({ ca, cert: pem('client.pem'), key: pem('client.key') });
    expect(await textOf(url, { address: '127.0.0.1' })).toBe('secure');
  });
});
