import fastify from 'fastify';
import { netflixDefaults } from '../../src/options/netflix-defaults.js';
import { wirePlugin } from '../../src/server/wire.plugin.js';
import { at, BareWire, json, payment, stamp } from '../builders/bare-wire.js';

describe('the resources of one instance', () => {
  const wire = new BareWire();
  const { send, register } = wire;
  const peer = { 'x-netflix-discovery-replication': 'true' };
  beforeEach(() => wire.open());
  afterEach(() => wire.close());

  describe('a heartbeat', () => {
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
      ['with a stamp that is no number', `${at}?lastDirtyTimestamp=abc`, {}, 400],
      ['with an empty stamp', `${at}?lastDirtyTimestamp=`, {}, 400],
      ['with a negative stamp', `${at}?lastDirtyTimestamp=-1`, {}, 200],
      ['that can take HTML alone', at, { accept: 'text/html' }, 406],
    ])('%s', async (_name, url, headers, status) => {
      await register();
      const response = await send('PUT', url, headers);
      expect(response.statusCode).toBe(status);
      if (status === 409) expect(response.json().instance.instanceId).toBe('payment8001');
      else expect([response.body, response.headers['content-length']]).toEqual(['', '0']);
    });

    it('ignores any body', async () => {
      await register();
      for (const body of ['{}', 'not JSON', Buffer.from([0x1f, 0x8b, 0])]) {
        const headers = { ...json, 'content-encoding': 'gzip' };
        expect((await send('PUT', at, headers, body)).statusCode).toBe(200);
      }
      expect((await send('DELETE', at, json, '{')).statusCode).toBe(200);
    });

    it('of a peer that is ahead brings its override along, if that is valid', async () => {
      await register();
      const url = `${at}?lastDirtyTimestamp=${stamp + 1}&overriddenstatus=`;
      expect((await send('PUT', `${url}BROKEN`, peer)).statusCode).toBe(400);
      expect((await send('PUT', `${url}OUT_OF_SERVICE`, peer)).statusCode).toBe(404);
      expect((await send('GET', '/eureka/serverinfo/statusoverrides')).json()).toEqual({
        payment8001: 'OUT_OF_SERVICE',
      });
    });
  });

  it('a cancel removes an instance once', async () => {
    await register();
    expect((await send('DELETE', at)).statusCode).toBe(200);
    const again = await send('DELETE', at);
    expect([again.statusCode, again.body]).toEqual([404, '']);
    expect((await send('PUT', at)).statusCode).toBe(404);
  });

  it('a status can be forced and released', async () => {
    await register();
    const status = async () => (await send('GET', at)).json().instance.status;
    expect((await send('PUT', `${at}/status?value=OUT_OF_SERVICE`)).statusCode).toBe(200);
    expect(await status()).toBe('OUT_OF_SERVICE');
    for (const value of ['?value=', '?value=out_of_service', '?value=BROKEN', '']) {
      expect((await send('PUT', `${at}/status${value}`)).statusCode).toBe(400);
    }
    expect((await send('DELETE', `${at}/status?value=BROKEN`)).statusCode).toBe(400);
    expect((await send('DELETE', `${at}/status`)).statusCode).toBe(200);
    expect(await status()).toBe('UNKNOWN');
    expect((await send('PUT', `${at}x/status?value=UP`)).statusCode).toBe(404);
    expect((await send('DELETE', `${at}x/status`)).statusCode).toBe(404);
  });

  it('what is malformed gets an empty 500 as in Java, if the options are those of Java', async () => {
    await register();
    const other = fastify();
    await other.register(wirePlugin, { prefix: '/eureka', service: wire.service, options: netflixDefaults });
    const statusOf = async (method: 'PUT' | 'POST' | 'DELETE', url: string, headers = {}) => {
      const payload = method === 'POST' ? '{}' : undefined;
      const { statusCode, body } = await other.inject({ method, url, headers, payload });
      return [statusCode, body];
    };
    const malformed = [500, ''];
    expect(await statusOf('PUT', `${at}?lastDirtyTimestamp=%zz`)).toEqual(malformed);
    const broken = `${at}?lastDirtyTimestamp=${stamp + 1}&overriddenstatus=BROKEN`;
    expect(await statusOf('PUT', broken, peer)).toEqual(malformed);
    expect(await statusOf('PUT', `${at}/status?value=BROKEN`)).toEqual(malformed);
    expect(await statusOf('PUT', `${at}/status?value=UP&lastDirtyTimestamp=1.5`)).toEqual(malformed);
    expect(await statusOf('DELETE', `${at}/status?value=BROKEN`)).toEqual(malformed);
    expect(await statusOf('POST', '/eureka/peerreplication/batch/', json)).toEqual(malformed);
    await other.close();
  });

  it('metadata is put, the first value of each name', async () => {
    await register();
    const url = `${at}/metadata?color=red&weight=3&color=green&a%20key=%C3%A9%26%3C&__proto__=x`;
    expect((await send('PUT', url)).statusCode).toBe(200);
    const { metadata } = (await send('GET', at)).json().instance;
    expect(metadata).toMatchObject({ color: 'red', weight: '3', 'a key': 'é&<' });
    expect((await send('PUT', `${at}x/metadata?color=red`)).statusCode).toBe(404);
  });

  it('unsafe metadata is refused, unless a peer sends it or the option allows it', async () => {
    await register(payment);
    const metadata = `${at}/metadata?note=%01`;
    const response = await send('PUT', metadata);
    expect([response.statusCode, response.body]).toEqual([
      400,
      'Harmful instance.metadata.note: it holds a character that XML cannot',
    ]);
    expect(wire.service.registry.reads.find(payment.app, 'payment8001')?.metadata).toEqual({});
    const other = fastify();
    const options = { refuseHarmfulRegistrations: false };
    await other.register(wirePlugin, { prefix: '/eureka', service: wire.service, options });
    expect((await other.inject({ method: 'PUT', url: metadata })).statusCode).toBe(200);
    await other.close();
    expect((await send('PUT', metadata, { 'x-netflix-discovery-replication': 'true' })).statusCode).toBe(200);
  });
});
