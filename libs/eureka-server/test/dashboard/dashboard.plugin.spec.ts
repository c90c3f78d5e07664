import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { Registry } from '../../src/core/registry/registry.js';
import { EurekaServerOptions } from '../../src/options/eureka-server.options.js';
import { Peers } from '../../src/peers/peers.js';
import { RegistryService } from '../../src/service/registry.service.js';
import { dashboardPlugin } from '../../src/dashboard/dashboard.plugin.js';
import { visibleText } from './visible-text.js';

const quiet = { log: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

describe('the dashboard on a Fastify', () => {
  let app: FastifyInstance;
  let service: RegistryService;
  afterEach(() => app?.close());

  function start(
    given: Partial<EurekaServerOptions> = {},
    server: FastifyServerOptions = {},
    peers: Pick<Peers, 'all'> = { all: [] },
  ) {
    const clock = manualClock();
    const options = new EurekaServerOptions(given);
    service = new RegistryService(new Registry(options, clock, () => 0), { clock, logger: quiet });
    service.registry.openForTraffic(0);
    clock.advance(options.waitTimeWhenSyncEmptyMs + 1);
    app = fastify(server);
    app.register(dashboardPlugin, { service, peers, options });
  }
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

  it('shows the instances, and who registered and cancelled', async () => {
    start();
    service.register(anInstance(), 'client');
    service.register(anInstance({ port: 8002 }), 'client');
    service.cancel('CLOUD-PAYMENT-SERVICE', 'payment8002', 'client');
    const { body, headers } = await get('/');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(visibleText(body)).toContain(
      'CLOUD-PAYMENT-SERVICE n/a (1) (1) UP (1) - payment8001 General Info',
    );
    expect(visibleText((await get('/lastn')).body)).toMatch(
      /Timestamp Lease [^S]* CLOUD-PAYMENT-SERVICE\(payment8002\) Timestamp Lease .*payment8002\) .*payment8001\)/,
    );
  });

  it('lists applications by name', async () => {
    start();
    for (const app of ['SHOP', 'BILLING', 'ORDERS']) service.register(anInstance({ app }), 'client');
    expect(visibleText((await get('/')).body)).toMatch(/BILLING .* ORDERS .* SHOP /);
  });

  it('shows everything that a page of the course shows', async () => {
    start();
    const text = visibleText((await get('/')).body);
    const words = [
      'Home',
      'Last 1000 since startup',
      'System Status',
      'Environment test',
      'Data center default',
      'Current time 20',
      'Uptime 0',
      'Lease expiration enabled false',
      'Renews threshold 1',
      'Renews (last min) 0',
      'EMERGENCY!',
      'DS Replicas',
      'Instances currently registered with Eureka',
      'Application AMIs Availability Zones Status',
      'No instances available',
      'General Info Name Value',
      'total-avail-memory',
      'environment test',
      'num-of-cpus',
      'current-memory-usage',
      'server-uptime',
      'registered-replicas',
      'unavailable-replicas',
      'available-replicas',
      'Instance Info Name Value',
      'ipAddr',
      'status UP',
    ];
    let from = 0;
    for (const each of words) {
      const at = text.indexOf(each, from);
      expect([each, at >= from]).toEqual([each, true]);
      from = at + each.length;
    }
  });

  it('explains in the browser’s language, and declares it', async () => {
    start();
    const chinese = await get('/', { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' });
    expect(chinese.body).toContain('还没有实例注册');
    expect(chinese.headers).toMatchObject({ 'content-language': 'zh-CN', vary: 'Accept-Language' });
    const english = await get('/');
    expect(english.body).toContain('No instance is registered');
    expect(english.headers).toMatchObject({ 'content-language': 'en', vary: 'Accept-Language' });
  });

  it('has the banner without an explanation if configured so', async () => {
    start({ dashboardExplains: false });
    const { body } = await get('/');
    expect(body).toContain('EMERGENCY!');
    expect(body).not.toContain('No instance is registered');
  });

  it('warns of shared ids', async () => {
    start();
    service.register(anInstance(), 'client');
    service.register(anInstance({ hostName: 'elsewhere' }), 'client');
    for (const url of ['/', '/lastn']) {
      expect(visibleText((await get(url)).body)).toContain(
        'CLOUD-PAYMENT-SERVICE payment8001 : from localhost:8001 and elsewhere:8001 ;',
      );
    }
  });

  describe('with peers', () => {
    const peer = fastify();
    let peers: Peers;
    afterEach(async () => {
      await peers.close(0);
      await peer.close();
    });

    it('shows a replica as available if it responds, and never its login', async () => {
      const applications = { versions__delta: '1', apps__hashcode: '', application: [] };
      peer.get('/eureka/*', () => ({ applications }));
      const up = await peer.listen({ host: '127.0.0.1', port: 0 });
      const options = new EurekaServerOptions({
        peers: [`${up.replace('//', '//us:pw@')}/eureka/`, 'http://away.invalid:1/eureka/'],
      });
      peers = new Peers({
        options,
        nodeHeaders: () => ({ node: 'us' }),
        clock: manualClock(),
        logger: quiet,
      });
      peers.update(options.peers.map((url) => ({ url })));
      await peers.all[0]?.fetchAll();
      start({}, {}, peers);
      const { body } = await get('/');
      const { host } = new URL(up);
      expect(visibleText(body)).toContain(`DS Replicas ${host} (in step) away.invalid:1 (not asked yet)`);
      expect(visibleText(body)).toContain(
        `registered-replicas http://${host}/eureka/, http://away.invalid:1/eureka/ ` +
          `unavailable-replicas http://away.invalid:1/eureka/ available-replicas http://${host}/eureka/ `,
      );
      expect(body).not.toContain('us:pw');
    });
  });

  it('responds to HEAD with the same headers and no body, never to be stored', async () => {
    start();
    for (const url of ['/', '/lastn']) {
      const got = await get(url);
      const head = await app.inject({ method: 'HEAD', url });
      expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', undefined]);
      for (const name of [
        'content-type',
        'content-security-policy',
        'vary',
        'content-language',
        'cache-control',
      ]) {
        expect([name, head.headers[name]]).toEqual([name, got.headers[name]]);
      }
      expect(got.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    }
  });

  it.each([
    ['/', {}, ['/', '/lastn']],
    ['/dash', {}, ['/dash', '/dash/', '/dash/lastn']],
    ['/dash/', {}, ['/dash', '/dash/', '/dash/lastn']],
    [
      '/a/b',
      { routerOptions: { ignoreTrailingSlash: true } },
      ['/a/b', '/a/b/', '/a/b/lastn', '/a/b/lastn/'],
    ],
    ['/', { routerOptions: { ignoreTrailingSlash: true } }, ['/', '/lastn', '/lastn/']],
  ])('with the path %s, links lead to the pages (%j)', async (dashboardPath, server, urls) => {
    start({ dashboardPath }, server);
    const home = dashboardPath.replace(/\/?$/, '/');
    for (const url of urls) {
      const { statusCode, body } = await get(url);
      expect([url, statusCode]).toEqual([url, 200]);
      const links = [...body.matchAll(/<a [^>]*?href="([^#"]*)"/g)].map(([, to = '']) => to);
      const paths = links.map((to) => new URL(to, `http://registry${url}`).pathname);
      expect([url, paths]).toEqual([url, [home, home, `${home}lastn`, `${home}console`]]);
    }
    for (const to of [home, `${home}lastn`]) expect((await get(to)).statusCode).toBe(200);
  });

  it('has no link to a console that is off', async () => {
    start({ consoleEnabled: false });
    expect((await get('/')).body).not.toContain('console');
  });

  it('leaves all other paths to the host', async () => {
    start({ dashboardPath: '/dash' });
    app.setNotFoundHandler((_, reply) => reply.code(404).send('the host speaking'));
    for (const url of ['/', '/lastn', '/dash/nope', '/dash/lastn/nope', '/dashboard']) {
      const { statusCode, body } = await get(url);
      expect([url, statusCode, body]).toEqual([url, 404, 'the host speaking']);
    }
    expect((await app.inject({ method: 'POST', url: '/dash' })).statusCode).toBe(404);
  });

  it('can be switched off', async () => {
    start({ dashboardEnabled: false });
    for (const url of ['/', '/lastn']) expect((await get(url)).statusCode).toBe(404);
  });

  it('can be mounted below a prefix of the host', async () => {
    start();
    const host = fastify();
    host.register(dashboardPlugin, {
      prefix: '/context',
      service,
      peers: { all: [] },
      options: new EurekaServerOptions(),
    });
    expect((await host.inject({ url: '/context/lastn' })).statusCode).toBe(200);
    await host.close();
  });
});
