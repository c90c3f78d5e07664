import { encodeInstance, replicationHeader } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { Logger } from '@nestjs/common';
import fastify, { type FastifyInstance } from 'fastify';
import { nestLogger } from '../../src/nest/nest-logger.js';
import { EurekaServer } from '../../src/server/eureka-server.js';
import type { EurekaServerOptions } from '../../src/options/eureka-server.options.js';
import { PeerLog } from './peer-log.js';

const payment = anInstance();
const at = `/eureka/apps/${payment.app}/payment8001`;
const item = { appName: payment.app, id: 'payment8001', lastDirtyTimestamp: payment.lastDirtyTimestamp };
const registration = { ...item, action: 'Register', instanceInfo: encodeInstance(payment) };

describe('a server that receives from an alleged peer', () => {
  const log = new PeerLog();
  let host: FastifyInstance;
  let server: EurekaServer;
  beforeAll(() => Logger.overrideLogger(log));
  afterAll(() => Logger.overrideLogger(['error', 'warn', 'log']));
  beforeEach(() => {
    log.lines.length = 0;
    start();
    server.service.register(payment, 'client');
  });
  afterEach(async () => {
    await host.close();
    expect(log.faults).toEqual([]);
  });

  function start(options: Partial<EurekaServerOptions> = {}): void {
    host = fastify();
    server = new EurekaServer(options, { loggerFor: nestLogger });
    server.mount(host);
  }
  const post = (path: string, payload: unknown, headers = {}) =>
    host.inject({
      method: 'POST',
      url: `/eureka/peerreplication/${path}`,
      headers: { 'content-type': 'application/json', 'eureka-nest-node': 'x', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });

  it.each<[path: string, body: unknown, field: string]>([
    ['compare', '{', 'it must be JSON'],
    ['compare', 'null', 'document must be an object'],
    ['compare', {}, 'digest must be a text'],
    ['compare', { digest: 1 }, 'digest must be a text'],
    ['compare', '{"__proto__":{"digest":"x"}}', 'digest must be a text'],
    ['detail', [], 'document must be an object'],
    ['detail', { apps: 'SHOP' }, 'apps must be an array'],
    ['detail', { apps: [null] }, 'apps[0] must be a text'],
    ['instances', { ids: {} }, 'ids must be an array'],
    ['instances', { ids: [['SHOP']] }, 'ids[0][1] must be a text'],
    ['instances', { ids: ['SHOP'] }, 'ids[0] must be an array'],
    [
      'batch',
      { replicationList: [{ ...item, action: 'Explode' }] },
      'replicationList[0].action must be one of',
    ],
  ])('invalid JSON for a %s: 400 with the field, and one log line: %p', async (path, body, field) => {
    const answer = await post(path, body);
    expect([answer.statusCode, answer.json().error]).toEqual([400, expect.stringContaining(field)]);
    expect(log.lines.filter((line) => line.startsWith('refused'))).toHaveLength(1);
    expect(server.registry.reads.size).toBe(1);
  });

  it.each(['compare', 'detail', 'instances'])('XML for a %s: 415', async (path) => {
    expect((await post(path, '<a/>', { 'content-type': 'application/xml' })).statusCode).toBe(415);
  });

  it.each(['compare', 'detail', 'instances'])('a GET of a %s: 405', async (path) => {
    expect((await host.inject(`/eureka/peerreplication/${path}`)).statusCode).toBe(405);
  });

  it('unknown names: responds with what there is', async () => {
    const names = ['__proto__', 'constructor', '', payment.app];
    const detail = (await post('detail', { apps: names })).json() as {
      apps: [string, unknown[], unknown[]][];
    };
    expect(detail.apps.map(([app, listed, left]) => [app, listed.length, left.length])).toEqual(
      names.map((app) => [app, app === payment.app ? 1 : 0, 0]),
    );
    const ids = [
      ['__proto__', 'x'],
      [payment.app, '__proto__'],
      [payment.app, 'payment8001'],
    ];
    expect((await post('instances', { ids })).json().instances).toMatchObject([
      { instanceId: 'payment8001' },
    ]);
  });

  describe('of another environment', () => {
    const foreign = { 'eureka-nest-environment': 'pr%C3%BCfung' };

    it.each(['batch', 'compare', 'detail', 'instances'])(
      'a %s: 403 that names both environments, and nothing is applied or revealed',
      async (path) => {
        const newer = { ...registration, id: 'payment8009' };
        const body = { replicationList: [newer], digest: '', apps: [payment.app], ids: [] };
        const answer = await post(path, body, foreign);
        expect([answer.statusCode, answer.body]).toEqual([
          403,
          'this server belongs to environment test, the sender to prüfung (eureka.environment)',
        ]);
        expect(answer.headers['eureka-nest-environment']).toBe('test');
        expect(server.registry.reads.size).toBe(1);
      },
    );

    it('a single change with the header of a peer: 403', async () => {
      const headers = { 'eureka-nest-node': 'x', [replicationHeader]: 'true', ...foreign };
      const answer = await host.inject({ method: 'DELETE', url: at, headers });
      expect([answer.statusCode, server.registry.reads.size]).toEqual([403, 1]);
    });

    it('a read: serves it, as to any client', async () => {
      const headers = { 'eureka-nest-node': 'x', ...foreign };
      expect((await host.inject({ url: '/eureka/apps', headers })).statusCode).toBe(200);
    });
  });

  it('ages, clocks and environments that make no sense: ignores them', async () => {
    const odd = { 'eureka-nest-uptime': '-1e99', 'eureka-nest-time': 'x', 'eureka-nest-environment': '%zz' };
    for (const ageMs of [-1, 1e15, null]) {
      const newer = { ...registration, ageMs, lastDirtyTimestamp: item.lastDirtyTimestamp + 1 };
      const answer = await post('batch', { replicationList: [newer] }, odd);
      expect(answer.json()).toEqual({ responseList: [expect.objectContaining({ statusCode: 200 })] });
    }
    expect((await host.inject({ url: at, headers: { accept: 'application/json' } })).statusCode).toBe(200);
  });

  describe('without the required login', () => {
    beforeEach(async () => {
      await host.close();
      start({ userPassword: 'secret' });
    });

    it.each(['batch', 'compare', 'detail', 'instances'])(
      'a %s: 401, and nothing is applied or revealed',
      async (path) => {
        const answer = await post(path, {
          replicationList: [registration],
          digest: '',
          apps: [payment.app],
          ids: [],
        });
        expect([answer.statusCode, answer.body]).toEqual([401, '']);
        expect(answer.headers).not.toHaveProperty('eureka-nest-node');
        expect(server.registry.reads.size).toBe(0);
      },
    );

    it('a change with the header of a peer: 401, and nothing is applied', async () => {
      const answer = await host.inject({
        method: 'POST',
        url: `/eureka/apps/${payment.app}`,
        headers: { [replicationHeader]: 'true', 'content-type': 'application/json' },
        payload: { instance: encodeInstance(payment) },
      });
      expect([answer.statusCode, server.registry.reads.size]).toEqual([401, 0]);
    });

    it('a batch with the login: accepts it', async () => {
      const authorization = `Basic ${Buffer.from('user:secret').toString('base64')}`;
      expect((await post('batch', { replicationList: [registration] }, { authorization })).statusCode).toBe(
        200,
      );
      expect(server.registry.reads.size).toBe(1);
    });
  });

  it('a batch, on a mirror: accepts it', async () => {
    await host.close();
    start({ readOnly: true });
    expect((await post('batch', { replicationList: [registration] })).statusCode).toBe(200);
    expect(server.registry.reads.size).toBe(1);
    expect((await host.inject({ method: 'DELETE', url: at })).statusCode).toBe(403);
  });
});
