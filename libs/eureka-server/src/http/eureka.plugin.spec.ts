import { encodeInstanceDocument, encoderOf } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import fastify, { type FastifyInstance } from 'fastify';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Registry } from '../core/registry.js';
import { defaultRegistryOptions } from '../core/registry-options.js';
import { RegistryService } from '../registry.service.js';
import { eurekaPlugin } from './eureka.plugin.js';

const quiet = { log: jest.fn(), warn: jest.fn(), error: jest.fn(), debug: jest.fn() };
const payment = anInstance({ port: 8001 });
const at = '/eureka/apps/CLOUD-PAYMENT-SERVICE/payment8001';
const json = { 'content-type': 'application/json' };
const stamp = payment.lastDirtyTimestamp;

describe('the wire of a Eureka server, on a bare Fastify', () => {
  let app: FastifyInstance;
  let service: RegistryService;

  beforeEach(async () => {
    const clock = manualClock();
    service = new RegistryService(new Registry(defaultRegistryOptions, clock, () => 0), {
      clock,
      logger: quiet,
    });
    app = fastify();
    await app.register(eurekaPlugin, { prefix: '/eureka', registry: service });
  });
  afterEach(() => app.close());

  const ask = (
    method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD' | 'PATCH' | 'OPTIONS',
    url: string,
    headers = {},
    payload?: string | Buffer,
  ) => app.inject({ method, url, headers: { accept: 'application/json', ...headers }, payload });
  const register = (instance = payment, headers = {}) =>
    ask(
      'POST',
      `/eureka/apps/${instance.app}`,
      { ...json, ...headers },
      JSON.stringify(encodeInstanceDocument(instance)),
    );

  it('registers with 204 and an empty body, and shows what it holds', async () => {
    const answer = await register();
    expect([answer.statusCode, answer.body]).toEqual([204, '']);
    const shown = await ask('GET', at);
    expect(shown.headers['content-type']).toBe('application/json');
    expect(shown.json().instance).toMatchObject({
      instanceId: 'payment8001',
      status: 'UP',
      actionType: 'ADDED',
    });
    const all = (await ask('GET', '/eureka/apps')).json().applications;
    expect(all).toMatchObject({ versions__delta: '1', apps__hashcode: 'UP_1_' });
    expect(all.application[0].instance).toHaveLength(1);
    const delta = (await ask('GET', '/eureka/apps/delta')).json().applications;
    expect(delta.application[0].instance[0].actionType).toBe('ADDED');
    expect((await ask('GET', '/eureka/apps/cloud-payment-service')).json().application.name).toBe(
      payment.app,
    );
    expect((await ask('GET', '/eureka/instances/payment8001')).statusCode).toBe(200);
  });

  it.each([
    ['/eureka/apps', 200],
    ['/eureka/apps/', 200],
    ['/eureka/v2/apps', 200],
    ['/eureka/v2/apps/', 200],
    ['/eureka/apps/delta/', 200],
    ['/eureka/apps/CLOUD-PAYMENT-SERVICE/', 200],
    ['/eureka/v2/apps/CLOUD-PAYMENT-SERVICE/payment8001', 200],
    ['/eureka/apps/%43LOUD-PAYMENT-SERVICE/payment%38001', 200],
    ['/eureka/apps;a=b', 200],
    ['/eureka', 404],
    ['/eureka/', 404],
    ['/eureka/v2', 404],
    ['/eureka/v2/', 404],
    ['/eureka//apps', 404],
    ['/eureka/apps//', 404],
    ['/eureka/v1/apps', 200],
    ['/eureka/V1/apps/', 200],
    ['/eureka/V2/apps', 404],
    ['/eureka/vips/cloud-payment-service', 200],
    ['/eureka/v2/svips/nobody/', 200],
    ['/eureka/vips', 404],
    ['/eureka/vips/', 404],
    ['/eureka/serverinfo/statusoverrides/', 200],
    ['/eureka/v2/serverinfo/statusoverrides', 404],
    ['/eureka/Apps', 404],
    ['/eureka/nope', 404],
    ['/eureka/apps/CLOUD-PAYMENT-SERVICE/payment8001/nope', 404],
    ['/eureka/apps/NOPE', 404],
    ['/eureka/apps/DELTA', 404],
    ['/eureka/apps/%E0%A4%A', 400],
  ])('answers GET %s with %i', async (url, status) => {
    await register();
    const answer = await ask('GET', url);
    expect(answer.statusCode).toBe(status);
    if (status === 404) expect(answer.body).toBe('');
  });

  it('takes ids of any length and with any character', async () => {
    const odd = anInstance({ instanceId: `host.${'x'.repeat(300)}:a b?d#e:é` });
    expect((await register(odd)).statusCode).toBe(204);
    const url = `/eureka/apps/${odd.app}/${encodeURIComponent(odd.instanceId ?? '')}`;
    expect((await ask('PUT', url)).statusCode).toBe(200);
    expect((await ask('DELETE', url)).statusCode).toBe(200);
  });

  describe('the heartbeat', () => {
    const peer = { 'x-netflix-discovery-replication': 'true' };
    it.each([
      ['of a known instance', at, {}, 200],
      ['with an equal stamp', `${at}?status=UP&lastDirtyTimestamp=${stamp}`, {}, 200],
      ['of a client that is behind', `${at}?lastDirtyTimestamp=${stamp - 1}`, {}, 200],
      ['of a client that is ahead', `${at}?lastDirtyTimestamp=${stamp + 1}`, {}, 404],
      ['of a peer that is ahead', `${at}?lastDirtyTimestamp=${stamp + 1}`, peer, 404],
      ['of a peer that is behind', `${at}?lastDirtyTimestamp=${stamp - 1}`, peer, 409],
      [
        'with TRUE, which is not the flag',
        `${at}?lastDirtyTimestamp=${stamp - 1}`,
        { 'x-netflix-discovery-replication': 'TRUE' },
        200,
      ],
      ['of an unknown instance', `${at}x`, {}, 404],
      ['with an empty JSON body, as Spring sends it', at, json, 200],
      ['with a content type that is none', at, { 'content-type': 'rubbish' }, 200],
      ['with a stamp that is no number', `${at}?lastDirtyTimestamp=abc`, {}, 500],
      ['with an empty stamp', `${at}?lastDirtyTimestamp=`, {}, 500],
      ['with a negative stamp', `${at}?lastDirtyTimestamp=-1`, {}, 200],
      ['that can take HTML alone', at, { accept: 'text/html' }, 406],
    ])('%s', async (_name, url, headers, status) => {
      await register();
      const answer = await ask('PUT', url, headers);
      expect(answer.statusCode).toBe(status);
      if (status === 409) expect(answer.json().instance.instanceId).toBe('payment8001');
      else expect([answer.body, answer.headers['content-length']]).toEqual(['', '0']);
    });

    it('ignores any body', async () => {
      await register();
      for (const body of ['{}', 'not JSON', Buffer.from([0x1f, 0x8b, 0])]) {
        const headers = { ...json, 'content-encoding': 'gzip' };
        expect((await ask('PUT', at, headers, body)).statusCode).toBe(200);
      }
      expect((await ask('DELETE', at, json, '{')).statusCode).toBe(200);
    });

    it('of a peer that is ahead brings its override along, if that is one', async () => {
      await register();
      const url = `${at}?lastDirtyTimestamp=${stamp + 1}&overriddenstatus=`;
      expect((await ask('PUT', `${url}BROKEN`, peer)).statusCode).toBe(500);
      expect((await ask('PUT', `${url}OUT_OF_SERVICE`, peer)).statusCode).toBe(404);
      expect((await ask('GET', '/eureka/serverinfo/statusoverrides')).json()).toEqual({
        payment8001: 'OUT_OF_SERVICE',
      });
    });
  });

  it('takes an instance out once', async () => {
    await register();
    expect((await ask('DELETE', at)).statusCode).toBe(200);
    const again = await ask('DELETE', at);
    expect([again.statusCode, again.body]).toEqual([404, '']);
    expect((await ask('PUT', at)).statusCode).toBe(404);
  });

  it('forces a status and lets it go', async () => {
    await register();
    const status = async () => (await ask('GET', at)).json().instance.status;
    expect((await ask('PUT', `${at}/status?value=OUT_OF_SERVICE`)).statusCode).toBe(200);
    expect(await status()).toBe('OUT_OF_SERVICE');
    for (const value of ['?value=', '?value=out_of_service', '?value=BROKEN', '']) {
      expect((await ask('PUT', `${at}/status${value}`)).statusCode).toBe(500);
    }
    expect((await ask('DELETE', `${at}/status?value=BROKEN`)).statusCode).toBe(500);
    expect((await ask('DELETE', `${at}/status`)).statusCode).toBe(200);
    expect(await status()).toBe('UNKNOWN');
    expect((await ask('PUT', `${at}x/status?value=UP`)).statusCode).toBe(404);
    expect((await ask('DELETE', `${at}x/status`)).statusCode).toBe(404);
  });

  it('puts metadata, the first of each name', async () => {
    await register();
    const url = `${at}/metadata?color=red&weight=3&color=green&a%20key=%C3%A9%26%3C&__proto__=x`;
    expect((await ask('PUT', url)).statusCode).toBe(200);
    const { metadata } = (await ask('GET', at)).json().instance;
    expect(metadata).toMatchObject({ color: 'red', weight: '3', 'a key': 'é&<' });
    expect((await ask('PUT', `${at}x/metadata?color=red`)).statusCode).toBe(404);
  });

  it.each([
    ['PUT', '/eureka/apps', 'GET,HEAD,OPTIONS'],
    ['DELETE', '/eureka/apps/CLOUD-PAYMENT-SERVICE', 'GET,HEAD,POST,OPTIONS'],
    ['PATCH', at, 'GET,HEAD,PUT,DELETE,OPTIONS'],
    ['GET', `${at}/status`, 'PUT,DELETE,OPTIONS'],
    ['GET', '/eureka/peerreplication/batch/', 'POST,OPTIONS'],
  ] as const)('refuses %s %s with 405 and says what there is', async (method, url, allow) => {
    const answer = await ask(method, url);
    expect([answer.statusCode, answer.headers.allow, answer.body]).toEqual([405, allow, '']);
    expect((await ask('OPTIONS', url)).statusCode).toBe(200);
  });

  it('answers HEAD as GET, without the body', async () => {
    await register();
    const answer = await ask('HEAD', '/eureka/apps');
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    expect((await ask('HEAD', '/eureka/apps/NOPE')).statusCode).toBe(404);
  });

  it.each([
    [undefined, 'application/xml'],
    ['*/*', 'application/xml'],
    ['application/json', 'application/json'],
    ['application/json, application/*+json', 'application/json'],
    ['application/xml, application/json;q=0.5', 'application/json'],
    ['application/xml', 'application/xml'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/xml'],
  ])('for Accept %s answers apps in %s', async (accept, type) => {
    await register();
    for (const url of [
      '/eureka/apps',
      '/eureka/apps/delta',
      `/eureka/apps/${payment.app}`,
      '/eureka/vips/x',
    ]) {
      const answer = await app.inject({ url, headers: accept === undefined ? {} : { accept } });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, type]);
      expect(answer.body[0]).toBe(type === 'application/xml' ? '<' : '{');
    }
  });

  it.each(['text/html', 'application/vnd.foo+json', 'application/json;q=0'])(
    'can answer nothing for Accept %s',
    async (accept) => {
      for (const url of ['/eureka/apps', '/eureka/status', at]) {
        const answer = await ask('GET', url, { accept });
        expect([answer.statusCode, answer.body]).toEqual([url === '/eureka/status' ? 404 : 406, '']);
      }
    },
  );

  it('answers a single instance in what is asked for most', async () => {
    await register();
    const asked = async (accept: string) => (await ask('GET', at, { accept })).headers['content-type'];
    expect(await asked('application/xml, application/json;q=0.5')).toBe('application/xml');
    expect(await asked('application/xml;q=0.4, application/json;q=0.5')).toBe('application/json');
    expect(await asked('*/*')).toBe('application/xml');
  });

  it('tells less to who asks for the compact form, but not of a single instance', async () => {
    await register();
    for (const value of ['compact', 'COMPACT']) {
      const headers = { 'x-eureka-accept': value };
      const { applications } = (await ask('GET', '/eureka/apps', headers)).json();
      expect(applications.registeredApplicationsEmpty).toBe(false);
      expect(applications.application[0].instance[0]).not.toHaveProperty('leaseInfo');
      expect((await ask('GET', at, headers)).json().instance).toHaveProperty('leaseInfo');
    }
    const { applications } = (await ask('GET', '/eureka/apps', { 'x-eureka-accept': 'tiny' })).json();
    expect(applications.application[0].instance[0]).toHaveProperty('leaseInfo');
  });

  it('says DOWN for statuses that the first version does not know, in XML', async () => {
    await register();
    await ask('PUT', `${at}/status?value=OUT_OF_SERVICE`);
    const told = async (base: string, path: string) =>
      /<status>(\w+)</.exec((await ask('GET', `${base}/${path}`, { accept: 'application/xml' })).body)?.[1];
    for (const path of ['apps', `apps/${payment.app}`, `apps/${payment.app}/payment8001`]) {
      expect([await told('/eureka/v1', path), await told('/eureka/v2', path)]).toEqual([
        'DOWN',
        'OUT_OF_SERVICE',
      ]);
    }
  });

  it('finds who is called by a vip, and answers an empty list for nobody', async () => {
    await register();
    const vips = async (path: string) => (await ask('GET', `/eureka/${path}`)).json().applications;
    expect((await vips('vips/cloud-payment-service')).application[0].instance).toHaveLength(1);
    expect(await vips('vips/CLOUD-PAYMENT-SERVICE')).toEqual({
      versions__delta: '-1',
      apps__hashcode: '',
      application: [],
    });
  });

  it.each([
    ['application/json', 204],
    ['APPLICATION/JSON', 204],
    ['application/json; charset=utf-8', 204],
    ['application/json;charset="ISO-8859-1"', 204],
    ['application/json; charset=UTF-16', 415],
    ['application/xml', 400],
    ['application/xml; charset=UTF-16', 415],
    ['text/xml', 415],
    ['text/json', 415],
    ['application/vnd.x+json', 415],
    ['rubbish', 415],
  ])('takes a registration in %s: %i', async (type, status) => {
    const answer = await register(payment, { 'content-type': type });
    expect(answer.statusCode).toBe(status);
    if (status !== 400) expect(answer.body).toBe('');
  });

  it('takes a registration in XML', async () => {
    const body = encoderOf({ format: 'xml', detail: 'full', version: 'v2' }).instance(payment);
    const answer = await ask(
      'POST',
      '/eureka/apps/CLOUD-PAYMENT-SERVICE',
      { 'content-type': 'application/xml' },
      body,
    );
    expect(answer.statusCode).toBe(204);
    expect((await ask('GET', at)).json().instance).toMatchObject({ instanceId: 'payment8001', status: 'UP' });
  });

  it('says what it could not read, in the form of what was sent', async () => {
    const sent = async (type: string, body: string) => {
      const answer = await ask('POST', '/eureka/apps/SHOP', { 'content-type': type }, body);
      return [answer.statusCode, answer.headers['content-type'], answer.body];
    };
    expect(await sent('application/json', '{')).toEqual([
      400,
      'application/json',
      '{"error":"cannot parse request body: it must be JSON"}',
    ]);
    expect(await sent('application/xml', '<other/>')).toEqual([
      400,
      'application/xml',
      '<error><message>cannot parse request body: instance must be the root element of an XML document: not &lt;other&gt;</message></error>',
    ]);
  });

  it('reads and writes gzip', async () => {
    const body = gzipSync(JSON.stringify(encodeInstanceDocument(payment)));
    const headers = { ...json, 'content-encoding': 'gzip' };
    expect((await ask('POST', '/eureka/apps/CLOUD-PAYMENT-SERVICE', headers, body)).statusCode).toBe(204);
    for (const url of ['/eureka/apps/', '/eureka/apps/delta']) {
      const answer = await ask('GET', url, { 'accept-encoding': 'gzip, deflate' });
      expect(answer.headers).toMatchObject({
        'content-encoding': 'gzip',
        vary: expect.stringContaining('accept-encoding'),
      });
      expect(JSON.parse(gunzipSync(answer.rawPayload).toString()).applications.apps__hashcode).toBe('UP_1_');
      const plain = await ask('GET', url, { 'accept-encoding': 'gzip;q=0' });
      expect(plain.headers['content-encoding']).toBeUndefined();
    }
  });

  it.each(['', '/eureka/', '/context/eureka'])('can be mounted at "%s"', async (prefix) => {
    await register();
    const other = fastify();
    await other.register(eurekaPlugin, { prefix, registry: service });
    const base = prefix.replace(/\/$/, '');
    for (const url of [`${base}/apps`, `${base}/apps/`, `${base}/v2/apps`]) {
      expect((await other.inject(url)).statusCode).toBe(200);
    }
    expect((await other.inject(`${base}/nope`)).statusCode).toBe(404);
    await other.close();
  });

  it('refuses the delta where it is switched off', async () => {
    const other = fastify();
    await other.register(eurekaPlugin, {
      prefix: '/eureka',
      registry: service,
      options: { disableDelta: true },
    });
    expect((await other.inject('/eureka/apps/delta')).statusCode).toBe(403);
    expect((await other.inject('/eureka/apps')).statusCode).toBe(200);
    await other.close();
  });

  it('compresses for everybody, and refuses who wants none, where gzip is enforced', async () => {
    await register();
    const other = fastify();
    await other.register(eurekaPlugin, {
      prefix: '/eureka',
      registry: service,
      options: { enforceGzip: true },
    });
    expect((await other.inject('/eureka/apps')).headers['content-encoding']).toBe('gzip');
    const refused = await other.inject({ url: '/eureka/apps', headers: { 'accept-encoding': 'identity' } });
    expect([refused.statusCode, refused.body]).toEqual([406, '']);
    expect((await other.inject('/eureka/vips/x')).headers['content-encoding']).toBeUndefined();
    await other.close();
  });

  it('refuses too many reads of all with an empty 503, and nothing else, where there is a limit', async () => {
    await register();
    const other = fastify();
    const options = { rateLimiterEnabled: true, rateLimiterBurstSize: 2 };
    await other.register(eurekaPlugin, { prefix: '/eureka', registry: service, options });
    const statuses = await Promise.all(
      [1, 2, 3].map(async () => (await other.inject('/eureka/apps')).statusCode),
    );
    expect(statuses).toEqual([200, 200, 503]);
    const refused = await other.inject('/eureka/apps/delta');
    expect([refused.statusCode, refused.body]).toEqual([503, '']);
    for (const url of [at, '/eureka/vips/x']) expect((await other.inject(url)).statusCode).toBe(200);
    const standard = { 'discoveryidentity-name': 'DefaultClient' };
    expect((await other.inject({ url: '/eureka/apps', headers: standard })).statusCode).toBe(200);
    await other.close();
  });

  it('refuses a registration that a reader would stumble over, and names the field', async () => {
    const harmful = anInstance({ metadata: { note: 'a\u0001b' } });
    const answer = await register(harmful);
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      400,
      'text/plain',
      'Harmful instance.metadata.note: it holds a character that XML cannot',
    ]);
    expect((await register(harmful, { 'x-netflix-discovery-replication': 'true' })).statusCode).toBe(204);
    const other = fastify();
    const options = { refuseHarmfulRegistrations: false };
    await other.register(eurekaPlugin, { prefix: '/eureka', registry: service, options });
    const payload = encodeInstanceDocument(harmful);
    const url = `/eureka/apps/${harmful.app}`;
    expect((await other.inject({ method: 'POST', url, payload })).statusCode).toBe(204);
    await other.close();
  });

  it('refuses metadata that a reader would stumble over, unless a peer or the operator says otherwise', async () => {
    await register(payment);
    const metadata = `${at}/metadata?note=%01`;
    const answer = await ask('PUT', metadata);
    expect([answer.statusCode, answer.body]).toEqual([
      400,
      'Harmful instance.metadata.note: it holds a character that XML cannot',
    ]);
    expect(service.registry.find(payment.app, 'payment8001')?.metadata).toEqual({});
    const other = fastify();
    const options = { refuseHarmfulRegistrations: false };
    await other.register(eurekaPlugin, { prefix: '/eureka', registry: service, options });
    expect((await other.inject({ method: 'PUT', url: metadata })).statusCode).toBe(200);
    await other.close();
    expect((await ask('PUT', metadata, { 'x-netflix-discovery-replication': 'true' })).statusCode).toBe(200);
  });

  it('names the methods of a path also to one that Fastify does not know', async () => {
    const answer = await ask('PROPFIND' as 'GET', at);
    expect([answer.statusCode, answer.headers.allow, answer.body]).toEqual([
      405,
      'GET,HEAD,PUT,DELETE,OPTIONS',
      '',
    ]);
  });

  it('knows no group of AWS', async () => {
    const answer = await ask('PUT', '/eureka/asg/group/status?value=ENABLED');
    expect([answer.statusCode, answer.body]).toEqual([400, '']);
  });

  it('tells Java in its own words what is missing', async () => {
    const answer = await register(anInstance({ ipAddr: '' }));
    expect([answer.statusCode, answer.body]).toEqual([400, 'Missing ip address']);
    const other = await ask(
      'POST',
      '/eureka/apps/OTHER',
      json,
      JSON.stringify(encodeInstanceDocument(payment)),
    );
    expect(other.body).toBe('Mismatched appName, expecting OTHER but was CLOUD-PAYMENT-SERVICE');
  });
});
