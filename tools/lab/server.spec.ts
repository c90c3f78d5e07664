import type { LabHello } from '@eureka-nest/protocol/console';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventHub } from './event-hub.mjs';
import { labServer } from './server.mjs';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const listen = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

describe('the server of the lab', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-page-'));
  const acts: unknown[] = [];
  const seen: {
    method: string | undefined;
    url: string | undefined;
    headers: IncomingHttpHeaders;
    body: string;
  }[] = [];
  const registry = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (part) => (body += part));
    incoming.on('end', () => {
      seen.push({ method: incoming.method, url: incoming.url, headers: incoming.headers, body });
      response
        .writeHead(201, { 'content-type': 'application/json', 'x-own': 'kept' })
        .end('{"of":"registry"}');
    });
  });
  const closed = createServer();
  const hub = new EventHub();
  let registryPorts: readonly number[] = [];
  const lab = {
    hub,
    apps: [{ name: 'payment-provider-8001', kind: 'provider', ports: [8001], env: {} }],
    state: { timings: 'fast', processes: [] },
    look: async () => undefined,
    get registryPorts() {
      return registryPorts;
    },
    act: async (...given: unknown[]) => {
      acts.push(given);
      return { ok: true, message: 'done' };
    },
  };
  const server = labServer(lab as never, folder);
  let port = 0;

  const ask = (path: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          path,
          method,
          agent: false,
          headers: { host: `localhost:${port}`, ...headers },
        },
        (response) => {
          let text = '';
          response.on('data', (part) => (text += part));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          );
        },
      );
      sent.on('error', reject).end(body);
    });
  const token = async () => (JSON.parse((await ask('/console/lab')).text) as LabHello).token;

  beforeAll(async () => {
    port = await listen(server);
    const gone = await listen(closed);
    await new Promise((done) => closed.close(done));
    registryPorts = [gone, await listen(registry)];
  });
  afterAll(async () => {
    hub.close();
    await Promise.all([server, registry].map((each) => new Promise((done) => each.close(done))));
    rmSync(folder, { recursive: true });
  });

  it('says that the page is being built, until it is', async () => {
    const before = await ask('/console', { headers: { 'accept-language': 'zh-CN' } });
    expect([before.status, before.text]).toEqual([503, expect.stringContaining('正在构建')]);
    writeFileSync(join(folder, 'index.html'), '<title>built</title>');
    mkdirSync(join(folder, 'console/assets'), { recursive: true });
    writeFileSync(join(folder, 'console/assets/main-abc.js'), 'let x;');
    const page = await ask('/console');
    expect([page.status, page.text]).toEqual([200, '<title>built</title>']);
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    const asset = await ask('/console/assets/main-abc.js');
    expect(asset).toMatchObject({ status: 200, text: 'let x;' });
    expect(asset.headers['cache-control']).toContain('immutable');
  });

  it.each(['/console/assets/none.js', '/console/assets/..%2findex.html', '/console/assets/../../x.js', '/x'])(
    'has no %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  it('leads to the page', async () => {
    expect((await ask('/?registry=7002')).headers.location).toBe('/console?registry=7002');
    expect((await ask('/console/')).headers.location).toBe('/console');
  });

  it.each([
    ['/console', { host: 'evil.example' }, 421],
    ['/console/lab', { host: 'evil.example:7010' }, 421],
    ['/console/lab', { origin: 'http://evil.example' }, 403],
    ['/console/lab', { 'sec-fetch-site': 'same-site' }, 403],
    ['/console/lab/events', { 'sec-fetch-site': 'cross-site' }, 403],
    ['/console/api/events', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('%s with %j: %i, and no token', async (path, headers, status) => {
    const answer = await ask(path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('token":');
  });

  it('acts only with the token of this start, on a valid action', async () => {
    const post = (headers: Record<string, string>, body: unknown) =>
      ask('/console/lab/actions', { method: 'POST', headers, body: JSON.stringify(body) });
    const kill = { action: 'kill', name: 'payment-provider-8001' };
    const own = { 'eureka-nest-lab': await token() };
    expect((await post({}, kill)).status).toBe(403);
    expect((await post({ 'eureka-nest-lab': 'x'.repeat(32) }, kill)).status).toBe(403);
    expect((await post({ ...own, origin: 'http://localhost:7001' }, kill)).status).toBe(403);
    expect((await post(own, { action: 'kill', name: 'eureka-9' })).status).toBe(400);
    expect((await ask('/console/lab/actions', { headers: own })).status).toBe(404);
    expect(acts).toEqual([]);
    const answer = await post({ ...own, 'accept-language': 'zh-CN,zh' }, kill);
    expect([answer.status, answer.text]).toEqual([200, '{"ok":true,"message":"done"}']);
    expect(acts).toEqual([[kill, 'zh']]);
  });

  it('answers a body of any shape with what is wrong', async () => {
    const headers = { 'eureka-nest-lab': await token() };
    const before = acts.length;
    for (const body of [
      '',
      '{',
      'null',
      '7',
      '[]',
      '"kill"',
      '{"action":{"toString":1}}',
      '['.repeat(60_000),
    ]) {
      const answer = await ask('/console/lab/actions', { method: 'POST', headers, body });
      expect([answer.status, answer.text]).toEqual([
        400,
        expect.stringMatching(/JSON object|action: one of/),
      ]);
    }
    expect(acts).toHaveLength(before);
  });

  it('forwards to the first registry that responds, as if its own page had asked', async () => {
    const origin = `http://localhost:${port}`;
    const answer = await ask('/console/api/actions?x=1', {
      method: 'POST',
      headers: { origin, 'eureka-nest-console': 't', referer: `${origin}/console` },
      body: '{"action":"remove"}',
    });
    expect(answer).toMatchObject({ status: 201, text: '{"of":"registry"}' });
    expect(answer.headers['x-own']).toBe('kept');
    const target = `127.0.0.1:${registryPorts[1]}`;
    expect(seen.at(-1)).toMatchObject({
      method: 'POST',
      url: '/console/api/actions?x=1',
      body: '{"action":"remove"}',
      headers: { host: target, origin: `http://${target}`, 'eureka-nest-console': 't' },
    });
    expect(seen.at(-1)?.headers.referer).toBeUndefined();
  });

  it('forwards to the registry that is asked for, and to no other', async () => {
    expect((await ask(`/console/api/events?registry=${registryPorts[1]}`)).status).toBe(201);
    expect(seen.at(-1)?.url).toBe('/console/api/events');
    expect((await ask(`/console/api/events?registry=${registryPorts[0]}`)).status).toBe(502);
    expect((await ask('/console/api/events?registry=80')).status).toBe(400);
    const long = { method: 'POST', body: 'x'.repeat(70_000) };
    expect((await ask('/console/api/actions', long)).status).toBe(413);
  });
});
