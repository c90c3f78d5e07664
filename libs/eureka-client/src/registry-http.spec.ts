import { gzipSync } from 'node:zlib';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RegistryUnreachableError } from './core/errors.js';
import type { RegistryCall } from './core/registry-calls.js';
import { RegistryHttp } from './registry-http.js';

const call: RegistryCall<unknown> = { what: 'a try', method: 'GET', path: 'apps/', read: (answer) => answer };

describe('a request to a registry', () => {
  let server: Server;
  const serve = async (listener: RequestListener): Promise<number> => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const send = (url: string, limitMs = 5000, signal = new AbortController().signal) =>
    new RegistryHttp(limitMs).send(url, call, signal);
  afterEach(() => {
    server?.close();
    server?.closeAllConnections();
  });

  it.each([
    ['user:p%40ss@', `Basic ${Buffer.from('user:p@ss').toString('base64')}`],
    ['user@', 'none'],
    ['', 'none'],
  ])('with %j in the address has the authorization %j', async (login, expected) => {
    const port = await serve(({ headers }, response) => response.end(headers.authorization ?? 'none'));
    expect(await send(`http://${login}127.0.0.1:${port}/eureka/`)).toEqual({ status: 200, body: expected });
  });

  it('reads a compressed answer', async () => {
    const port = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('hello'));
    });
    expect((await send(`http://127.0.0.1:${port}/eureka/`)).body).toBe('hello');
  });

  it('does not follow a redirect: a POST would become a GET', async () => {
    const port = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect((await send(`http://127.0.0.1:${port}/eureka/`)).status).toBe(302);
  });

  it.each([
    ['before an answer', () => undefined],
    ['in the middle of a body', (response: Parameters<RequestListener>[1]) => void response.write('{')],
  ])('that hangs %s is given up at the time limit', async (_, begin) => {
    const port = await serve((_request, response) => begin(response));
    await expect(send(`http://127.0.0.1:${port}/eureka/`, 50)).rejects.toMatchObject({
      code: 'EUREKA_REGISTRY_UNREACHABLE',
      reason: 'none within 50 ms',
    });
  });

  it('to a closed port says so, and never shows the login', async () => {
    const port = await serve(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const fault = await send(`http://user:secret@127.0.0.1:${port}/eureka/`).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(RegistryUnreachableError);
    expect((fault as Error).message).toBe(
      `registry http://127.0.0.1:${port}/eureka/ gave no answer (connection refused): is it running, and is the address right?`,
    );
  });

  it('that is broken off by its caller ends with the caller’s reason', async () => {
    const caller = new AbortController();
    const port = await serve(() => caller.abort(new Error('enough')));
    await expect(send(`http://127.0.0.1:${port}/eureka/`, 5000, caller.signal)).rejects.toThrow('enough');
    await expect(send(`http://127.0.0.1:${port}/eureka/`, 5000, caller.signal)).rejects.toThrow('enough');
  });
});
