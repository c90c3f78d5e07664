import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { InjectServiceClient } from '../nest/index.js';
import type { ServiceClient } from '../adapters/axios/service-client.js';
import {
  aCandidate,
  respondWith,
  LoadBalancerTestingModule,
  MutableSource,
  serviceClientDouble,
} from './index.js';

describe('serviceClientDouble', () => {
  const double = () =>
    serviceClientDouble('payment-service', {
      'GET /payment/get/31': { id: 31 },
      'GET /payment/search': ({ path }) => path,
      'GET /payment/get/32': respondWith(404, { message: 'no such payment' }),
      'GET /payment/get/33': () => {
        throw new Error('connection lost');
      },
      'POST /payment/create': ({ body }) => respondWith(201, body),
    });

  it('returns its stubs and records the calls', async () => {
    const { client, calls } = double();
    expect(await client.get('payment/get/31', { headers: { 'x-trace': '1' } })).toEqual({ id: 31 });
    expect(await client.post('/payment/create', { serial: 'x' })).toEqual({ serial: 'x' });
    expect(await client.get('/payment/search', { params: { serial: 'x' } })).toBe('/payment/search?serial=x');
    expect(calls).toMatchObject([
      { method: 'GET', path: '/payment/get/31', headers: { 'x-trace': '1' } },
      { method: 'POST', path: '/payment/create', body: { serial: 'x' } },
      { method: 'GET', path: '/payment/search?serial=x' },
    ]);
  });

  it('fails like a real client', async () => {
    const { client } = double();
    await expect(client.get('/payment/get/32')).rejects.toMatchObject({
      isAxiosError: true,
      response: { status: 404, data: { message: 'no such payment' } },
    });
    await expect(client.get('/payment/get/33')).rejects.toThrow('connection lost');
    const tolerant = { url: '/payment/get/32', validateStatus: () => true };
    expect((await client.request(tolerant)).status).toBe(404);
  });

  it('shares no object with its caller, its stubs or another call', async () => {
    const stub = { id: 31, tags: ['paid'] };
    const stubs = { 'GET /a': stub, 'GET /b': respondWith(200, stub), 'POST /c': true };
    const { client, calls } = serviceClientDouble('payment-service', stubs);
    for (const path of ['/a', '/a', '/b', '/b']) {
      const body = await client.get<typeof stub>(path);
      expect(body).toEqual({ id: 31, tags: ['paid'] });
      body.tags.push('changed');
    }
    expect(stub.tags).toEqual(['paid']);
    const sent = new URLSearchParams({ serial: 'x' });
    await client.post('/c', sent);
    sent.set('serial', 'changed');
    expect(String(calls.at(-1)!.body)).toBe('serial=x');
    const other = serviceClientDouble('payment-service', stubs);
    client.axios.defaults.headers.common['x-trace'] = '1';
    expect(await other.client.get('/b')).toEqual(stub);
    expect([other.calls.length, other.calls[0]!.headers['x-trace']]).toEqual([1, undefined]);
  });

  it('returns what is no JSON as it is', async () => {
    const [stream, bytes] = [Readable.from(['x']), Buffer.from('x')];
    const { client } = serviceClientDouble('payment-service', { 'GET /a': stream, 'GET /b': () => bytes });
    expect([await client.get('/a'), await client.get('/b')]).toEqual([stream, bytes]);
  });

  it('lists its stubs when another call is made', async () => {
    await expect(double().client.delete('/payment/31')).rejects.toThrow(
      'the double of payment-service has no response for DELETE /payment/31, only for GET /payment/get/31, ',
    );
  });

  it('can be injected in place of the client', async () => {
    @Injectable()
    class Orders {
      constructor(@InjectServiceClient('payment-service') readonly payments: ServiceClient) {}
    }
    const testing = await Test.createTestingModule({
      imports: [LoadBalancerTestingModule.forFeature(double())],
      providers: [Orders],
    }).compile();
    expect(await testing.get(Orders).payments.get('/payment/get/31')).toEqual({ id: 31 });
    await testing.close();
  });
});

describe('MutableSource', () => {
  it('lists the current instances, whatever the case of the name', async () => {
    const source = new MutableSource({ Payment: [aCandidate(8001)] });
    source.add('payment', aCandidate(8002, { secure: true }));
    source.remove('PAYMENT', 'payment8001');
    expect(source.instances('payment')).toEqual([
      { instanceId: 'payment8002', host: '127.0.0.1', port: 8002, secure: true },
    ]);
    await source.refresh();
    expect([source.services(), source.refreshes]).toEqual([['payment'], 1]);
  });
});
