import { gzipSync } from 'node:zlib';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RegistryUnreachableError, UnusableResponseError } from '../../src/core/errors.js';
import type { RegistryRequest } from '../../src/core/registry-requests.js';
import { HttpTransport, type TransportOptions } from '../../src/transport/http-transport.js';
import { transport } from '../builders/failover-to.js';

const call: RegistryRequest<unknown> = {
  what: 'a try',
  method: 'GET',
  path: 'apps/',
  read: (answer) => answer,
};

describe('a request to a registry', () => {
  let server: Server;
  const serve = async (listener: RequestListener): Promise<number> => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  let http: HttpTransport;
  const using = (given: Partial<TransportOptions>) => (http = new HttpTransport({ ...transport, ...given }));
  const send = (url: string, signal = new AbortController().signal, limitMs?: number) =>
    http.send({ url }, call, signal, limitMs);
  beforeEach(() => using({}));
  afterEach(() => {
    http.close();
    server?.close();
    server?.closeAllConnections();
  });

  it.each([
    ['user:p%40ss@', `Basic ${Buffer.from('user:p@ss').toString('base64')}`],
    ['user@', 'none'],
    ['', 'none'],
  ])('with %j in its URL has the authorization %j', async (login, expected) => {
    const port = await serve(({ headers }, response) => response.end(headers.authorization ?? 'none'));
    expect(await send(`http://${login}127.0.0.1:${port}/eureka/`)).toEqual({ status: 200, body: expected });
  });

  it('reads a compressed response', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('hello'));
    });
    expect((await send(`http://127.0.0.1:${port}/eureka/`)).body).toBe('hello');
  });

  it('does not follow a redirect: a POST would become a GET', async () => {
    const port = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect(await send(`http://127.0.0.1:${port}/eureka/`)).toMatchObject({
      status: 302,
      location: '/elsewhere',
    });
  });

  it.each([
    ['before a response', () => undefined],
    ['in the middle of a body', (response: Parameters<RequestListener>[1]) => void response.write('{')],
  ])('that hangs %s fails at the time limit', async (_, begin) => {
    const port = await serve((_request, response) => begin(response));
    using({ responseMs: 50 });
    await expect(send(`http://127.0.0.1:${port}/eureka/`)).rejects.toMatchObject({
      code: 'EUREKA_REGISTRY_UNREACHABLE',
      reason: 'none within 50 ms',
    });
  });

  it('to a closed port reports that, without the login', async () => {
    const port = await serve(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const fault = await send(`http://user:secret@127.0.0.1:${port}/eureka/`).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(RegistryUnreachableError);
    expect((fault as Error).message).toBe(
      `no response from registry http://127.0.0.1:${port}/eureka/ (connection refused): is it running, and is its URL correct?`,
    );
  });

  it('that is aborted by its caller fails with the caller’s reason', async () => {
    const caller = new AbortController();
    const port = await serve(() => caller.abort(new Error('enough')));
    await expect(send(`http://127.0.0.1:${port}/eureka/`, caller.signal)).rejects.toThrow('enough');
    await expect(send(`http://127.0.0.1:${port}/eureka/`, caller.signal)).rejects.toThrow('enough');
  });

  it('fails at a shorter limit, if it is given one', async () => {
    const port = await serve(() => undefined);
    const late = send(`http://127.0.0.1:${port}/eureka/`, new AbortController().signal, 30);
    await expect(late).rejects.toMatchObject({ reason: 'none within 30 ms' });
  });

  it('asks for no compression if that is disabled', async () => {
    const port = await serve(({ headers }, response) => response.end(headers['accept-encoding'] ?? 'plain'));
    expect((await send(`http://127.0.0.1:${port}/eureka/`)).body).toBe('gzip');
    using({ gzip: false });
    expect((await send(`http://127.0.0.1:${port}/eureka/`)).body).toBe('plain');
  });

  it.each([
    ['plain', (response: ServerResponse) => response.end('x'.repeat(2000))],
    [
      'compressed',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync('x'.repeat(2_000_000)));
      },
    ],
    [
      'without an end',
      (response: ServerResponse) => {
        const more = (): unknown =>
          response.writable && response.write('x'.repeat(1000), () => setImmediate(more));
        more();
      },
    ],
  ])('reads no more of a response than its limit: %s', async (_, answer) => {
    const port = await serve((_request, response) => answer(response));
    using({ maxBytes: 1024 });
    await expect(send(`http://127.0.0.1:${port}/eureka/`)).rejects.toThrow(
      /^unusable response to a try \(HTTP 200\): larger than/,
    );
  });

  it.each([
    ['that is not gzip', Buffer.from('plain')],
    ['whose gzip breaks off', gzipSync('hello'.repeat(100)).subarray(0, 20)],
  ])('rejects a response %s', async (_, body) => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(body);
    });
    await expect(send(`http://127.0.0.1:${port}/eureka/`)).rejects.toBeInstanceOf(UnusableResponseError);
  });

  it('is repeated over a new connection when the kept one was closed', async () => {
    let served = 0;
    const port = await serve((request, response) => {
      served++;
      if (served === 2) return void request.socket.destroy();
      response.end(String(served));
    });
    const url = `http://127.0.0.1:${port}/eureka/`;
    expect((await send(url)).body).toBe('1');
    await new Promise(setImmediate);
    expect((await send(url)).body).toBe('3');
  });

  it('connects to one address of a name, with the name as its Host', async () => {
    const port = await serve(({ headers }, response) => response.end(headers.host));
    const url = `http://many.example:${port}/eureka/`;
    const { body } = await http.send({ url, address: '127.0.0.1' }, call, new AbortController().signal);
    expect(body).toBe(`many.example:${port}`);
  });

  it('can get other headers from a hook, within the same time limit', async () => {
    const port = await serve(({ headers }, response) => response.end(headers.authorization));
    using({ prepare: async ({ method, headers }) => ({ ...headers, authorization: `${method} token` }) });
    expect((await send(`http://127.0.0.1:${port}/eureka/`)).body).toBe('GET token');
    using({ prepare: () => new Promise(() => undefined) });
    const late = send(`http://127.0.0.1:${port}/eureka/`, new AbortController().signal, 20);
    await expect(late).rejects.toBeInstanceOf(RegistryUnreachableError);
  });
});
