import fastify, { type FastifyInstance } from 'fastify';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { consoleLogger } from '../log/console-logger.js';
import type { Peers } from '../peers/peers.js';
import { EurekaServer } from '../server/eureka-server.js';
import { healthPlugin } from './health.plugin.js';

const peers = {
  all: [
    { url: 'http://b/eureka/', state: { is: 'in-step' } },
    { url: 'http://c/eureka/', state: { is: 'unreachable', since: 7, reason: 'ECONNREFUSED', changes: 3 } },
  ],
} as unknown as Pick<Peers, 'all'>;

describe('the health of a server', () => {
  let host: FastifyInstance;
  let reason: string | undefined;
  beforeEach(() => (reason = undefined));
  afterEach(() => host.close());

  const start = (given: Partial<EurekaServerOptions> = {}) => {
    host = fastify();
    const options = new EurekaServerOptions(given);
    void host.register(healthPlugin, { options, peers, unreadyReason: () => reason });
  };

  it('is UP, with the state of each peer', async () => {
    start();
    const response = await host.inject('/health');
    expect([response.statusCode, response.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(response.json()).toEqual({
      status: 'UP',
      peers: [
        { url: 'http://b/eureka/', state: 'in-step' },
        { url: 'http://c/eureka/', state: 'unreachable', since: 7, reason: 'ECONNREFUSED', changes: 3 },
      ],
    });
  });

  it('does not show the peers if there is a login', async () => {
    start({ userPassword: 'secret' });
    expect((await host.inject('/health')).json()).toEqual({ status: 'UP' });
  });

  it('is ready, or says why not', async () => {
    start();
    expect((await host.inject('/health/ready')).json()).toEqual({ status: 'UP' });
    reason = 'syncing: why';
    const response = await host.inject('/health/ready');
    expect([response.statusCode, response.json()]).toEqual([503, { status: 'OUT_OF_SERVICE', reason }]);
    // It is alive all the same.
    expect((await host.inject('/health')).statusCode).toBe(200);
  });

  it.each([
    ['/health', 200],
    ['/health/ready', 503],
  ])('responds to HEAD %s', async (url, status) => {
    start();
    reason = 'why';
    const response = await host.inject({ method: 'HEAD', url });
    expect([response.statusCode, response.body]).toEqual([status, '']);
  });

  it('is at the configured path, or off', async () => {
    start({ healthPath: '/actuator/health/' });
    expect((await host.inject('/actuator/health')).statusCode).toBe(200);
    expect((await host.inject('/actuator/health/ready')).statusCode).toBe(200);
    await host.close();
    start({ healthEnabled: false });
    expect((await host.inject('/health')).statusCode).toBe(404);
  });

  it('needs no login even if the server does, and never shows a peer’s login', async () => {
    host = fastify();
    new EurekaServer({ userPassword: 'secret' }, { loggerFor: consoleLogger('error') }).mount(host);
    expect((await host.inject('/health')).statusCode).toBe(200);
    expect((await host.inject('/health/ready')).statusCode).toBe(503);
    expect((await host.inject('/eureka/apps')).statusCode).toBe(401);
    await host.close();
    host = fastify();
    new EurekaServer({ peers: ['http://us:pw@10.0.0.1:1/eureka/'] }).mount(host);
    const { body } = await host.inject('/health');
    expect(body).toContain('{"url":"http://10.0.0.1:1/eureka/","state":"unknown"}');
    expect(body).not.toContain('pw');
  });
});
