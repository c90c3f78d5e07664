import { encodeInstanceDocument, encoderOf } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import fastify from 'fastify';
import { wirePlugin } from '../../src/server/wire.plugin.js';
import { at, BareWire, json, payment } from '../builders/bare-wire.js';

describe('the body of a registration', () => {
  const wire = new BareWire();
  const { send, register } = wire;
  beforeEach(() => wire.open());
  afterEach(() => wire.close());

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
  ])('in %s: %i', async (type, status) => {
    const response = await register(payment, { 'content-type': type });
    expect(response.statusCode).toBe(status);
    if (status !== 400) expect(response.body).toBe('');
  });

  it('may be XML', async () => {
    const body = encoderOf({ format: 'xml', detail: 'full', version: 'v2' }).instance(payment);
    const response = await send(
      'POST',
      '/eureka/apps/CLOUD-PAYMENT-SERVICE',
      { 'content-type': 'application/xml' },
      body,
    );
    expect(response.statusCode).toBe(204);
    expect((await send('GET', at)).json().instance).toMatchObject({
      instanceId: 'payment8001',
      status: 'UP',
    });
  });

  it('if unreadable, gets the reason in its own format', async () => {
    const sent = async (type: string, body: string) => {
      const response = await send('POST', '/eureka/apps/SHOP', { 'content-type': type }, body);
      return [response.statusCode, response.headers['content-type'], response.body];
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

  it('with an unsafe field is refused by name of the field', async () => {
    const harmful = anInstance({ metadata: { note: 'a\u0001b' } });
    const response = await register(harmful);
    expect([response.statusCode, response.headers['content-type'], response.body]).toEqual([
      400,
      'text/plain',
      'Harmful instance.metadata.note: it holds a character that XML cannot',
    ]);
    expect((await register(harmful, { 'x-netflix-discovery-replication': 'true' })).statusCode).toBe(204);
    const other = fastify();
    const options = { refuseHarmfulRegistrations: false };
    await other.register(wirePlugin, { prefix: '/eureka', service: wire.service, options });
    const payload = encodeInstanceDocument(harmful);
    const url = `/eureka/apps/${harmful.app}`;
    expect((await other.inject({ method: 'POST', url, payload })).statusCode).toBe(204);
    await other.close();
  });

  it('with a missing field gets Java’s own message', async () => {
    const response = await register(anInstance({ ipAddr: '' }));
    expect([response.statusCode, response.body]).toEqual([400, 'Missing ip address']);
    const other = await send(
      'POST',
      '/eureka/apps/OTHER',
      json,
      JSON.stringify(encodeInstanceDocument(payment)),
    );
    expect(other.body).toBe('Mismatched appName, expecting OTHER but was CLOUD-PAYMENT-SERVICE');
  });
});
