import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { at, BareWire, json, payment } from '../builders/bare-wire.js';

describe('the form of a response', () => {
  const wire = new BareWire();
  const { send, register } = wire;
  beforeEach(() => wire.open());
  afterEach(() => wire.close());

  it.each([
    [undefined, 'application/xml'],
    ['*/*', 'application/xml'],
    ['application/json', 'application/json'],
    ['application/json, application/*+json', 'application/json'],
    ['application/xml, application/json;q=0.5', 'application/json'],
    ['application/xml', 'application/xml'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'application/xml'],
  ])('to Accept %s: apps in %s', async (accept, type) => {
    await register();
    for (const url of [
      '/eureka/apps',
      '/eureka/apps/delta',
      `/eureka/apps/${payment.app}`,
      '/eureka/vips/x',
    ]) {
      const response = await wire.app.inject({ url, headers: accept === undefined ? {} : { accept } });
      expect([response.statusCode, response.headers['content-type']]).toEqual([200, type]);
      expect(response.body[0]).toBe(type === 'application/xml' ? '<' : '{');
    }
  });

  it.each(['text/html', 'application/vnd.foo+json', 'application/json;q=0'])(
    'to Accept %s: 406',
    async (accept) => {
      for (const url of ['/eureka/apps', '/eureka/status', at]) {
        const response = await send('GET', url, { accept });
        expect([response.statusCode, response.body]).toEqual([url === '/eureka/status' ? 404 : 406, '']);
      }
    },
  );

  it('of a single instance follows the quality values', async () => {
    await register();
    const typeFor = async (accept: string) => (await send('GET', at, { accept })).headers['content-type'];
    expect(await typeFor('application/xml, application/json;q=0.5')).toBe('application/xml');
    expect(await typeFor('application/xml;q=0.4, application/json;q=0.5')).toBe('application/json');
    expect(await typeFor('*/*')).toBe('application/xml');
  });

  it('is compact on request, but not for a single instance', async () => {
    await register();
    for (const value of ['compact', 'COMPACT']) {
      const headers = { 'x-eureka-accept': value };
      const { applications } = (await send('GET', '/eureka/apps', headers)).json();
      expect(applications.registeredApplicationsEmpty).toBe(false);
      expect(applications.application[0].instance[0]).not.toHaveProperty('leaseInfo');
      expect((await send('GET', at, headers)).json().instance).toHaveProperty('leaseInfo');
    }
    const { applications } = (await send('GET', '/eureka/apps', { 'x-eureka-accept': 'tiny' })).json();
    expect(applications.application[0].instance[0]).toHaveProperty('leaseInfo');
  });

  it('has DOWN in XML for statuses that v1 does not know', async () => {
    await register();
    await send('PUT', `${at}/status?value=OUT_OF_SERVICE`);
    const statusIn = async (base: string, path: string) =>
      /<status>(\w+)</.exec((await send('GET', `${base}/${path}`, { accept: 'application/xml' })).body)?.[1];
    for (const path of ['apps', `apps/${payment.app}`, `apps/${payment.app}/payment8001`]) {
      expect([await statusIn('/eureka/v1', path), await statusIn('/eureka/v2', path)]).toEqual([
        'DOWN',
        'OUT_OF_SERVICE',
      ]);
    }
  });

  it('of a vip lists its instances, or is empty', async () => {
    await register();
    const vips = async (path: string) => (await send('GET', `/eureka/${path}`)).json().applications;
    expect((await vips('vips/cloud-payment-service')).application[0].instance).toHaveLength(1);
    expect(await vips('vips/CLOUD-PAYMENT-SERVICE')).toEqual({
      versions__delta: '-1',
      apps__hashcode: '',
      application: [],
    });
  });

  it('may be gzip, as may the request', async () => {
    const body = gzipSync(JSON.stringify(encodeInstanceDocument(payment)));
    const headers = { ...json, 'content-encoding': 'gzip' };
    expect((await send('POST', '/eureka/apps/CLOUD-PAYMENT-SERVICE', headers, body)).statusCode).toBe(204);
    for (const url of ['/eureka/apps/', '/eureka/apps/delta']) {
      const response = await send('GET', url, { 'accept-encoding': 'gzip, deflate' });
      expect(response.headers).toMatchObject({
        'content-encoding': 'gzip',
        vary: expect.stringContaining('accept-encoding'),
      });
      expect(JSON.parse(gunzipSync(response.rawPayload).toString()).applications.apps__hashcode).toBe(
        'UP_1_',
      );
      const plain = await send('GET', url, { 'accept-encoding': 'gzip;q=0' });
      expect(plain.headers['content-encoding']).toBeUndefined();
    }
  });

  it('has its length, however large it is, also gzipped and for a HEAD', async () => {
    for (let port = 1; port <= 8; port++) {
      const noise = randomBytes(150_000).toString('base64');
      wire.service.register({ ...anInstance({ port, app: `APP-${port}` }), metadata: { noise } }, 'client');
    }
    const plain = await send('GET', '/eureka/apps');
    const headers = { 'accept-encoding': 'gzip' };
    const zipped = await send('GET', '/eureka/apps', headers);
    expect(zipped.rawPayload.length).toBeGreaterThan(1024 * 1024);
    expect(gunzipSync(zipped.rawPayload).equals(plain.rawPayload)).toBe(true);
    for (const { headers, rawPayload } of [plain, zipped])
      expect(Number(headers['content-length'])).toBe(rawPayload.length);
    const head = await send('HEAD', '/eureka/apps', headers);
    expect(head.headers['content-length']).toBe(zipped.headers['content-length']);
    expect(head.rawPayload).toHaveLength(0);
  });
});
