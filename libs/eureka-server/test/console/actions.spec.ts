import { anInstance } from '@eureka-nest/protocol/testing';
import type { EurekaServerOptions } from '../../src/options/eureka-server.options.js';
import { ConsoleTarget, type Reply } from './console-target.js';

const payment = anInstance({ port: 8001 });
const { app } = payment;
const id = 'payment8001';
const key = `${app}/${id}`;
const path = '/console/api/actions';
const json = { 'content-type': 'application/json' };

describe('the actions of the console', () => {
  let target: ConsoleTarget;
  let lines: string[];

  const start = async (options: Partial<EurekaServerOptions> = {}) => {
    lines = [];
    const say = (line: string) => void lines.push(line);
    const loggerFor = () => ({ log: say, warn: say, error: say, debug: () => undefined });
    target = await new ConsoleTarget({ consoleActionsEnabled: true, ...options }, { loggerFor }).open();
    target.register(payment);
  };
  afterEach(() => target.close());

  const hello = async (headers = {}) => (await target.console(headers).next('hello')).actions;
  const act = async (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Reply> => {
    const { token = '' } = await hello(headers);
    const sent = { ...json, 'eureka-nest-console': token, ...headers };
    return target.send('POST', path, sent, typeof body === 'string' ? body : JSON.stringify(body));
  };
  const listed = () => target.server.registry.reads.entry(app, id);

  it('take an instance out of service and back, with its own status', async () => {
    await start();
    expect(await act({ action: 'out-of-service', key })).toMatchObject({
      status: 200,
      text: '{"ok":true,"message":"taken out of service"}',
    });
    expect(listed()).toMatchObject({ status: 'OUT_OF_SERVICE', ownStatus: 'UP' });
    expect(await act({ action: 'in-service', key })).toMatchObject({ status: 200 });
    expect(listed()?.status).toBe('UP');
    expect(await act({ action: 'in-service', key })).toMatchObject({
      status: 400,
      text: '{"ok":false,"message":"it has no override; UP is its own status","code":"no-override"}',
    });
  });

  it('change metadata, and remove an instance', async () => {
    await start();
    const metadata = { color: 'blue' };
    expect(await act({ action: 'metadata', key, metadata })).toMatchObject({ status: 200 });
    expect(listed()?.listed.metadata).toMatchObject(metadata);
    expect(await act({ action: 'remove', key })).toMatchObject({ status: 200 });
    expect(listed()).toBeUndefined();
    expect(await act({ action: 'remove', key })).toMatchObject({ status: 404 });
  });

  it('remove an instance that waits for its eviction, as REST does, and find it for nothing else', async () => {
    await start({ enableSelfPreservation: false });
    target.clock.advance(400_000);
    expect(await act({ action: 'out-of-service', key })).toMatchObject({ status: 404 });
    expect(await act({ action: 'remove', key })).toMatchObject({ status: 200 });
    expect(listed()).toBeUndefined();
  });

  it('are logged and listed with who, what, when and the result', async () => {
    await start({ userPassword: 'secret', consoleOperators: ['user'] });
    const authorization = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    await act({ action: 'out-of-service', key }, { authorization });
    expect(lines).toContain(`console: out-of-service ${key} by operator user: taken out of service`);
    const open = target.console({ authorization });
    await open.next('instances');
    expect((await open.next('activity')).entries.slice(-2)).toMatchObject([
      { kind: 'override', key, by: 'operator user', detail: { set: 'OUT_OF_SERVICE' } },
      {
        ...{ kind: 'action', key, by: 'operator user', at: target.clock() },
        ...{ detail: { action: 'out-of-service' }, result: 'taken out of service' },
      },
    ]);
  });

  it('are off unless they are turned on', async () => {
    await start({ consoleActionsEnabled: false });
    expect(await hello()).toEqual({ enabled: false, reason: 'off' });
    expect(await act({ action: 'remove', key })).toMatchObject({ status: 403 });
    expect(listed()).toBeDefined();
  });

  it('need an operator where there is a login', async () => {
    await start({ userPassword: 'secret', consoleOperators: ['someone'] });
    const authorization = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    expect(await hello({ authorization })).toEqual({ enabled: false, reason: 'role', user: 'user' });
    expect(await act({ action: 'remove', key }, { authorization })).toMatchObject({ status: 403 });
  });

  it.each([
    ['forwarded by a proxy', { 'x-forwarded-for': '10.1.2.3' }],
    ['with a real address beside it', { 'x-real-ip': '10.1.2.3' }],
    ['from a proxy that names its scheme only', { 'x-forwarded-proto': 'https' }],
    ['from a tunnel', { 'cf-connecting-ip': '10.1.2.3' }],
  ])('are refused to a caller that is %s, without a login', async (_what, headers) => {
    await start();
    expect(await hello(headers)).toEqual({ enabled: false, reason: 'login' });
    expect(await act({ action: 'remove', key }, headers)).toMatchObject({ status: 403 });
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { origin: 'http://localhost:9999' }],
  ])('are refused to a page of %s, even with the token', async (_what, headers) => {
    await start();
    const { token = '' } = await hello();
    const sent = { ...json, 'eureka-nest-console': token, ...headers };
    const reply = await target.send('POST', path, sent, JSON.stringify({ action: 'remove', key }));
    expect([reply.status, listed()?.id]).toEqual([403, id]);
  });

  it('are refused to a foreign host name that leads here (DNS rebinding)', async () => {
    await start();
    const { token = '' } = await hello();
    const sent = { ...json, 'eureka-nest-console': token, host: 'evil.example' };
    expect(await target.send('POST', path, sent, JSON.stringify({ action: 'remove', key }))).toMatchObject({
      status: 403,
    });
    expect(await target.send('GET', '/console/api/events', { host: 'evil.example' })).toMatchObject({
      status: 403,
    });
  });

  it.each([undefined, '', 'wrong', 'x'.repeat(10_000)])('are refused with the token %p', async (token) => {
    await start();
    const sent = { ...json, ...(token !== undefined && { 'eureka-nest-console': token }) };
    const reply = await target.send('POST', path, sent, JSON.stringify({ action: 'remove', key }));
    expect([reply.status, listed()?.id]).toEqual([403, id]);
  });

  it('are refused on a mirror', async () => {
    await start({ readOnly: true });
    expect(await hello()).toEqual({ enabled: false, reason: 'read-only' });
    expect(await act({ action: 'remove', key })).toMatchObject({ status: 403 });
    expect(listed()).toBeDefined();
  });

  it.each<[body: unknown, says: string]>([
    ['', 'the body must be JSON'],
    ['{', 'the body must be JSON'],
    [[], 'the body must be an object'],
    [null, 'the body must be an object'],
    [{}, 'action must be one of out-of-service, in-service, remove, metadata'],
    [{ action: 'toString', key }, 'action must be one of'],
    [{ action: { toString: 1 }, key }, 'action must be one of'],
    [{ action: ['remove'], key }, 'action must be one of'],
    [{ action: 'remove', key: { includes: 1, length: 1 } }, 'key must be'],
    [{ action: 'remove', key: [key] }, 'key must be'],
    [{ action: 'metadata', key, metadata: [['a', 'b']] }, 'metadata must be an object of texts'],
    [{ action: 'metadata', key, metadata: { a: { toString: 1 } } }, 'metadata.a must be a text'],
    ['{"__proto__":{"action":"remove","key":"A/b"}}', 'action must be one of'],
    ['['.repeat(50_000), 'the body must be JSON'],
    [{ action: 'remove' }, 'key must be an application and an instance id, as in SHOP/web-1'],
    [{ action: 'remove', key: 7 }, 'key must be'],
    [{ action: 'remove', key: 'SHOP' }, 'key must be'],
    [{ action: 'metadata', key }, 'metadata must be an object of texts'],
    [{ action: 'metadata', key, metadata: {} }, 'metadata must have at least one entry'],
    [{ action: 'metadata', key, metadata: { a: 1 } }, 'metadata.a must be a text with a name'],
    [{ action: 'metadata', key, metadata: { 'a b': '\u0000' } }, 'Harmful instance.metadata'],
  ])('name what is wrong with %j', async (body, says) => {
    await start();
    const { status, text } = await act(body);
    expect(status).toBe(400);
    expect((JSON.parse(text) as { message: string }).message).toContain(says);
  });

  it('change the one of two instances whose names differ by their slash alone', async () => {
    await start();
    target.register(anInstance({ app: 'A', instanceId: 'B/C' }), anInstance({ app: 'A/B', instanceId: 'C' }));
    const keys = (await target.console().snapshot()).map((each) => each.key);
    expect(keys).toEqual(expect.arrayContaining(['A/B/C', 'A%2FB/C']));
    expect(await act({ action: 'remove', key: 'A%2FB/C' })).toMatchObject({ status: 200 });
    const { reads } = target.server.registry;
    expect([reads.entry('A', 'B/C')?.id, reads.entry('A/B', 'C')?.id]).toEqual(['B/C', undefined]);
    expect(await act({ action: 'remove', key: 'A/B/C' })).toMatchObject({ status: 200 });
    expect(reads.entry('A', 'B/C')).toBeUndefined();
    target.register(anInstance({ app: 'D', instanceId: 'E/F' }));
    expect(await act({ action: 'remove', key: 'D/E/F' })).toMatchObject({ status: 200 });
  });

  it('limit the body, and want JSON', async () => {
    await start();
    expect(await act({ action: 'remove', key: 'x'.repeat(70_000) })).toMatchObject({ status: 413 });
    expect(await act({ action: 'remove', key }, { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
    });
    expect(await target.send('GET', path)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(listed()).toBeDefined();
  });
});
