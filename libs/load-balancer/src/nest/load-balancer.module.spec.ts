import { HttpModule, HttpService } from '@nestjs/axios';
import { Inject, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { firstValueFrom } from 'rxjs';
import { fixedList, type InstanceSource, LoadBalancer, UnknownHostError } from '../index.js';
import { LoadBalanced, LoadBalancerModule } from './index.js';

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

  const start = async (balancing: ReturnType<typeof LoadBalancerModule.forRoot>) => {
    const testing = await Test.createTestingModule({ imports: [balancing, OrdersModule] }).compile();
    return { testing, orders: testing.get(Orders, { strict: false }) };
  };

  it('injects an HttpService that knows services, beside the plain one', async () => {
    const { testing, orders } = await start(LoadBalancerModule.forRoot({ source }));
    const { data } = await firstValueFrom(
      orders.balanced.get<string>('http://CLOUD-PAYMENT-SERVICE/payment/lb'),
    );
    expect(data).toBe('/payment/lb');
    expect(orders.plain).toBeInstanceOf(HttpService);
    expect(orders.plain).not.toBe(orders.balanced);
    expect(testing.get(LoadBalancer).choose('cloud-payment-service')?.instanceId).toBe('payment8001');
    await testing.close();
  });

  it('takes its source from what is injected', async () => {
    @Module({ providers: [{ provide: SOURCE, useFactory: () => source }], exports: [SOURCE] })
    class SourceModule {}
    const { testing, orders } = await start(
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
    const { testing, orders } = await start(
      LoadBalancerModule.forRoot({ source, enabled: false, connectTimeoutMs: 50 }),
    );
    const call = orders.balanced.get('http://CLOUD-PAYMENT-SERVICE/x', { lookup: () => undefined });
    await expect(firstValueFrom(call)).rejects.toThrow(UnknownHostError);
    await testing.close();
  });

  it('refuses a wrong option and names it', async () => {
    await expect(start(LoadBalancerModule.forRoot({ source, ejectionMs: -1 }))).rejects.toThrow(
      'ejectionMs is -1',
    );
  });
});
