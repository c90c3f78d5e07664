import { encodeInstanceDocument, syncingHeader } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { type ManualClock, manualClock } from '@eureka-nest/runtime/testing';
import fastify, { type FastifyInstance } from 'fastify';
import { consoleLogger } from '../log/console-logger.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import { EurekaServer } from './eureka-server.js';

const payment = anInstance();
const reads = [
  'apps',
  'apps/delta',
  'v2/apps',
  `apps/${payment.app}`,
  `vips/${payment.vipAddress}`,
  `apps/${payment.app}/payment8001`,
];
const lists = reads.slice(0, -1);

describe('a lone server that has just started', () => {
  let clock: ManualClock;
  let host: FastifyInstance;
  let server: EurekaServer;
  afterEach(async () => {
    await server.stop();
    await host.close();
  });

  async function start(given: Partial<EurekaServerOptions> = {}): Promise<void> {
    clock = manualClock();
    host = fastify();
    server = new EurekaServer(given, { clock, loggerFor: consoleLogger('error') });
    server.mount(host);
    server.start();
    await host.inject({
      method: 'POST',
      url: `/eureka/apps/${payment.app}`,
      payload: encodeInstanceDocument(payment),
    });
  }
  const read = (path: string, headers = {}) => host.inject({ url: `/eureka/${path}`, headers });

  it.each(reads)('says so in the answer to GET %s, for one renewal interval', async (path) => {
    await start();
    clock.advance(29_999);
    const early = await read(path);
    clock.advance(1);
    const late = await read(path);
    expect([early.statusCode, early.headers[syncingHeader]]).toEqual([200, 'true']);
    expect([late.statusCode, late.headers]).toEqual([
      200,
      expect.not.objectContaining({ [syncingHeader]: 'true' }),
    ]);
    expect(late.body).toBe(early.body);
  });

  it('says so in the hello of its feed, and in no answer to a write', async () => {
    await start({ host: '127.0.0.1' });
    const url = await host.listen({ host: '127.0.0.1', port: 0 });
    const hello = async () => {
      const answer = await fetch(`${url}/eureka/changes`);
      const reader = answer.body?.getReader();
      const text = Buffer.from((await reader?.read())?.value ?? []).toString();
      await reader?.cancel();
      return [answer.headers.get(syncingHeader), JSON.parse(/data: (.*)/.exec(text)?.[1] ?? '{}')];
    };
    expect(await hello()).toEqual(['true', expect.objectContaining({ isSyncing: true })]);
    clock.advance(30_000);
    expect(await hello()).toEqual([null, expect.not.objectContaining({ isSyncing: true })]);
    clock.advance(-30_000);
    const heartbeat = await host.inject({ method: 'PUT', url: `/eureka/apps/${payment.app}/payment8001` });
    expect([heartbeat.statusCode, heartbeat.headers[syncingHeader]]).toEqual([200, undefined]);
  });

  it('takes the interval of its options', async () => {
    await start({ expectedClientRenewalIntervalSecs: 5 });
    clock.advance(5_000);
    expect((await read('apps')).headers[syncingHeader]).toBeUndefined();
  });

  describe('and is to hold reads', () => {
    beforeEach(() => start({ holdReadsWhenSyncEmpty: true }));

    it.each(lists)('answers GET %s with 503 for one renewal interval', async (path) => {
      const early = await read(path);
      expect([early.statusCode, early.body, early.headers[syncingHeader]]).toEqual([503, '', 'true']);
      clock.advance(30_000);
      expect((await read(path)).statusCode).toBe(200);
    });

    it('answers the feed with 503 too, so that its readers poll', async () => {
      expect((await read('changes')).statusCode).toBe(503);
    });

    it.each(['apps/NOPE/x', `apps/${payment.app}/nope`, 'instances/nope', 'v2/instances/nope'])(
      'answers GET %s, an instance that it may not know yet, with 503 as well',
      async (path) => {
        const early = await read(path);
        expect([early.statusCode, early.body]).toEqual([503, '']);
        expect((await read(path, { 'eureka-nest-node': 'b' })).statusCode).toBe(404);
        const heartbeat = await host.inject({ method: 'PUT', url: `/eureka/${path}` });
        expect(heartbeat.statusCode).toBe(path.includes('instances') ? 405 : 404);
        clock.advance(30_000);
        expect((await read(path)).statusCode).toBe(404);
      },
    );

    it('serves heartbeats, single instances, and peers of this project', async () => {
      const heartbeat = await host.inject({ method: 'PUT', url: `/eureka/apps/${payment.app}/payment8001` });
      expect(heartbeat.statusCode).toBe(200);
      expect((await read(`apps/${payment.app}/payment8001`)).statusCode).toBe(200);
      expect((await read('apps', { 'eureka-nest-node': 'b' })).statusCode).toBe(200);
    });
  });
});
