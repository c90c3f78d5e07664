import type { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { AxiosInstance } from 'axios';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceClient } from '../adapters/axios/service-client.js';
import { fixedList, type InstanceSource } from '../index.js';
import { InjectServiceClient, LoadBalanced, LoadBalancerModule } from './index.js';

@Injectable()
class Clients {
  constructor(
    @InjectServiceClient('payment') readonly payment: ServiceClient,
    @InjectServiceClient('stock') readonly stock: ServiceClient,
    @LoadBalanced() readonly any: HttpService,
  ) {}
}

/** Body of a request as its receiver saw it: `GET /x`, with the headers that begin with `x-`. */
type Seen = Record<string, string>;

describe('the clients of several services in Nest', () => {
  const server = http.createServer(({ method, url, headers }, response) => {
    const own = Object.entries(headers).filter(([name]) => name.startsWith('x-') || name === 'authorization');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ line: `${method} ${url}`, ...Object.fromEntries(own) }));
  });
  let source: InstanceSource;

  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    source = fixedList({ payment: [url], stock: [url] });
  });
  afterAll(() => new Promise((done) => void server.close(done)));

  it.each<[string, (axios: AxiosInstance) => void]>([
    ['a header', ({ defaults }) => (defaults.headers.common['Authorization'] = 'Bearer payment')],
    ['a header of one method', ({ defaults }) => (defaults.headers.get['x-token'] = 'payment')],
    ['login', ({ defaults }) => (defaults.auth = { username: 'payment', password: 'secret' })],
    ['a parameter', ({ defaults }) => (defaults.params = { token: 'payment' })],
    ['a time limit', ({ defaults }) => (defaults.timeout = 1)],
    ['a request transformer', ({ defaults }) => addTo(defaults.transformRequest, failing)],
    ['a response transformer', ({ defaults }) => addTo(defaults.transformResponse, failing)],
    ['an adapter', ({ defaults }) => (defaults.adapter = failing)],
    ['options of parsing', ({ defaults }) => (defaults.transitional!.silentJSONParsing = false)],
    ['a request interceptor', ({ interceptors }) => void interceptors.request.use(failing)],
    ['a response interceptor', ({ interceptors }) => void interceptors.response.use(failing)],
  ])('do not share %s', async (_, change) => {
    const testing = await Test.createTestingModule({
      imports: [
        LoadBalancerModule.forRoot({ source }),
        LoadBalancerModule.forFeature('payment'),
        LoadBalancerModule.forFeature('stock'),
      ],
      providers: [Clients],
    }).compile();
    const { payment, stock, any } = testing.get(Clients);
    const { timeout, transitional } = structuredClone({
      timeout: stock.axios.defaults.timeout,
      transitional: stock.axios.defaults.transitional,
    });
    change(payment.axios);
    expect(await stock.get<Seen>('/x')).toEqual({ line: 'GET /x' });
    expect((await any.axiosRef.get<Seen>('http://stock/y')).data).toEqual({ line: 'GET /y' });
    for (const { defaults } of [stock.axios, any.axiosRef])
      expect(defaults).toMatchObject({ timeout, transitional });
    await testing.close();
  });

  it('do not share the interceptors and defaults of the HttpService', async () => {
    const testing = await Test.createTestingModule({
      imports: [
        LoadBalancerModule.forRoot({ source }),
        LoadBalancerModule.forFeature('payment'),
        LoadBalancerModule.forFeature('stock'),
      ],
      providers: [Clients],
    }).compile();
    const { payment, any } = testing.get(Clients);
    any.axiosRef.interceptors.request.use(failing);
    any.axiosRef.defaults.headers.common['Authorization'] = 'Bearer any';
    expect(await payment.get<Seen>('/x')).toEqual({ line: 'GET /x' });
    await testing.close();
  });
});

const failing = (): never => {
  throw new Error('meant for payment alone');
};

const addTo = (transformers: unknown, one: unknown): unknown => (transformers as unknown[]).push(one);
