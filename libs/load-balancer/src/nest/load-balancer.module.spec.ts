import { HttpModule, HttpService } from '@nestjs/axios';
import { Inject, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { firstValueFrom } from 'rxjs';
import { fixedList, type InstanceSource, LoadBalancer, UnknownHostError, withVersion } from '../index.js';
import { ServiceClient } from '../adapters/axios/service-client.js';
import { InjectServiceClient, LoadBalanced, LoadBalancedHttpModule, LoadBalancerModule } from './index.js';

const SOURCE = Symbol('source');

@Injectable()
class Orders {
  constructor(
    @LoadBalanced() readonly balanced: HttpService,
    @Inject(HttpService) readonly plain: HttpService,
  ) {}
}

@Module({ imports: [HttpModule], providers: [Orders] })
class OrdersModule {}

describe('the load balancer in Nest', () => {
  const server = http.createServer(({ url }, response) => void response.end(url));
  let source: InstanceSource;

  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    source = fixedList({ 'cloud-payment-service': [{ instanceId: 'payment8001', host: '127.0.0.1', port }] });
  });
  afterAll(() => new Promise((done) => void server.close(done)));

  const compile = async (balancerModule: ReturnType<typeof LoadBalancerModule.forRoot>) => {
    const testing = await Test.createTestingModule({ imports: [balancerModule, OrdersModule] }).compile();
    return { testing, orders: testing.get(Orders, { strict: false }) };
  };

  it('injects a balanced HttpService beside the plain one', async () => {
    const { testing, orders } = await compile(LoadBalancerModule.forRoot({ source }));
    const { data } = await firstValueFrom(
      orders.balanced.get<string>('http://CLOUD-PAYMENT-SERVICE/payment/lb'),
    );
    expect(data).toBe('/payment/lb');
    expect(orders.plain).toBeInstanceOf(HttpService);
    expect(orders.plain).not.toBe(orders.balanced);
    expect(testing.get(LoadBalancer).choose('cloud-payment-service')?.instanceId).toBe('payment8001');
    await testing.close();
  });

  it('can inject its source', async () => {
    @Module({ providers: [{ provide: SOURCE, useFactory: () => source }], exports: [SOURCE] })
    class SourceModule {}
    const { testing, orders } = await compile(
      LoadBalancerModule.forRootAsync({
        imports: [SourceModule],
        inject: [SOURCE],
        useFactory: (injected: InstanceSource) => ({ source: injected, ejectionMs: 1 }),
      }),
    );
    const { status } = await firstValueFrom(orders.balanced.get('http://cloud-payment-service/x'));
    expect(status).toBe(200);
    await testing.close();
  });

  it('is a plain HttpService when it is switched off', async () => {
    const { testing, orders } = await compile(
      LoadBalancerModule.forRoot({ source, enabled: false, connectTimeoutMs: 50 }),
    );
    const call = orders.balanced.get('http://CLOUD-PAYMENT-SERVICE/x', { lookup: () => undefined });
    await expect(firstValueFrom(call)).rejects.toThrow(UnknownHostError);
    await testing.close();
  });

  it('injects the client of a service, whatever the case of its name', async () => {
    @Injectable()
    class Both {
      constructor(
        @InjectServiceClient('Cloud-Payment-Service') readonly payments: ServiceClient,
        @InjectServiceClient('cloud-stock-service') readonly stock: ServiceClient,
      ) {}
    }
    const testing = await Test.createTestingModule({
      imports: [
        LoadBalancerModule.forRoot({ source }),
        LoadBalancerModule.forFeature('CLOUD-PAYMENT-SERVICE'),
        LoadBalancerModule.forFeature('CLOUD-STOCK-SERVICE'),
      ],
      providers: [Both],
    }).compile();
    const { payments, stock } = testing.get(Both);
    expect(await payments.get('/payment/get/31')).toBe('/payment/get/31');
    expect(await payments.get('//other.example/x', { params: { a: 'b c' } })).toBe('/other.example/x?a=b+c');
    expect(await payments.get('http://other.example/x')).toBe('/http://other.example/x');
    await expect(stock.get('/x')).rejects.toThrow('No instances available for CLOUD-STOCK-SERVICE');
    expect(payments.instances()).toHaveLength(1);
    const { candidate, done } = await payments.pick();
    done();
    expect(candidate.instanceId).toBe('payment8001');
    await testing.close();
  });

  it('injects the client by its class too, with the settings of the service', async () => {
    @Injectable()
    class One {
      constructor(readonly payments: ServiceClient) {}
    }
    const testing = await Test.createTestingModule({
      imports: [
        LoadBalancerModule.forRoot({ source }),
        LoadBalancerModule.forFeature('cloud-payment-service', { filters: [withVersion('2')] }),
      ],
      providers: [One],
    }).compile();
    await expect(testing.get(One).payments.get('/x')).rejects.toThrow('1 filtered out: version 2');
    await testing.close();
  });

  it.each(['get', 'delete', 'post', 'put', 'patch'] as const)(
    'provides a client that can %s',
    async (method) => {
      const testing = await Test.createTestingModule({
        imports: [
          LoadBalancerModule.forRoot({ source }),
          LoadBalancerModule.forFeature('cloud-payment-service'),
        ],
      }).compile();
      const client = testing.get(ServiceClient, { strict: false });
      expect(await client[method](`/${method}`)).toBe(`/${method}`);
      await testing.close();
    },
  );

  it('replaces the HttpModule of @nestjs/axios', async () => {
    @Injectable()
    class Caller {
      constructor(readonly http: HttpService) {}
    }
    const testing = await Test.createTestingModule({
      imports: [
        LoadBalancerModule.forRoot({ source }),
        LoadBalancedHttpModule.registerAsync({
          inject: [LoadBalancer],
          useFactory: () => ({ baseURL: 'http://cloud-payment-service/api/', timeout: 5_000 }),
        }),
      ],
      providers: [Caller],
    }).compile();
    const { http: service } = testing.get(Caller);
    expect((await firstValueFrom(service.get('/x'))).data).toBe('/api/x');
    const { port } = server.address() as AddressInfo;
    expect((await firstValueFrom(service.get(`http://127.0.0.1:${port}/y`))).data).toBe('/y');
    await testing.close();
  });

  it('rejects an invalid option and names it', async () => {
    await expect(compile(LoadBalancerModule.forRoot({ source, ejectionMs: -1 }))).rejects.toThrow(
      'ejectionMs is -1',
    );
  });
});
