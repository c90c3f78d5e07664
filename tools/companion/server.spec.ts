import type { RequestListener, Server } from 'node:http';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { companionServer, readyPath } from './server.mjs';

interface Answer {
  readonly status: number;
  readonly body: string;
}

const site: RequestListener = (request, response) => void response.end(`page ${request.url}`);
const html = { accept: 'text/html' };
let server: Server;

async function listen(start: () => Promise<RequestListener>): Promise<void> {
  server = companionServer(start);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
}

const ask = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const own = { host: `localhost:${port}`, ...headers };
    get({ port, path, headers: own, host: '127.0.0.1', agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    }).on('error', reject);
  });

describe('the companion', () => {
  afterEach(() => new Promise((done) => server.close(done)));

  it('starts its site with the first request, once, and lets a page wait for it', async () => {
    let isUp = (_: RequestListener) => {};
    const start = jest.fn(() => new Promise<RequestListener>((resolve) => (isUp = resolve)));
    await listen(start);
    expect(start).not.toHaveBeenCalled();

    const first = await ask('/zh/', { ...html, 'accept-language': 'zh-CN' });
    expect(first).toEqual({ status: 503, body: expect.stringContaining('正在启动') });
    expect(first.body).toContain(readyPath);
    const ready = ask(readyPath);
    const asset = ask('/a.js');
    isUp(site);

    expect(await ready).toEqual({ status: 200, body: 'ready' });
    expect(await asset).toEqual({ status: 200, body: 'page /a.js' });
    expect(await ask('/zh/', html)).toEqual({ status: 200, body: 'page /zh/' });
    expect(start).toHaveBeenCalledTimes(1);
  });

  it('tries again after a start that failed', async () => {
    const start = jest
      .fn<Promise<RequestListener>, []>()
      .mockRejectedValueOnce(new Error('no memory'))
      .mockResolvedValueOnce(site);
    await listen(start);
    expect(await ask(readyPath)).toEqual({
      status: 500,
      body: 'the companion does not start: no memory',
    });
    expect(await ask(readyPath)).toEqual({ status: 200, body: 'ready' });
  });

  it('answers to its own names only', async () => {
    const start = jest.fn(async () => site);
    await listen(start);
    expect(await ask('/', { host: 'evil.example' })).toMatchObject({ status: 421 });
    expect(start).not.toHaveBeenCalled();
  });
});
