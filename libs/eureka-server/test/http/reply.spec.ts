import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { gunzipSync, gzipSync } from 'node:zlib';
import { at, BareWire, json, payment } from '../builders/bare-wire.js';

describe('the form of a response', () => {
  const wire = new BareWire();
  const { ask, register } = wire;
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
      const answer = await wire.app.inject({ url, headers: accept === undefined ? {} : { accept } });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, type]);
      expect(answer.body[0]).toBe(type === 'application/xml' ? '<' : '{');
    }
  });

  it.each(['text/html', 'application/vnd.foo+json', 'application/json;q=0'])(
    'to Accept %s: 406',
    async (accept) => {
      for (const url of ['/eureka/apps', '/eureka/status', at]) {
        const answer = await ask('GET', url, { accept });
        expect([answer.statusCode, answer.body]).toEqual([url === '/eureka/status' ? 404 : 406, '']);
      }
    },
  );

  it('of a single instance follows the quality values', async () => {
    await register();
    const asked = async (accept: string) => (await ask('GET', at, { accept })).headers['content-type'];
    expect(await asked('application/xml, application/json;q=0.5')).toBe('application/xml');
    expect(await asked('application/xml;q=0.4, application/json;q=0.5')).toBe('application/json');
    expect(await asked('*/*')).toBe('application/xml');
  });

  it('is compact on request, but not for a single instance', async () => {
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

  it('has DOWN in XML for statuses that v1 does not know', async () => {
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

  it('of a vip lists its instances, or is empty', async () => {
    await register();
    const vips = async (path: string) => (await ask('GET', `/eureka/${path}`)).json().applications;
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
});
