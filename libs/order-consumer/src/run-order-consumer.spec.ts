import { EurekaClient } from '@eureka-nest/client';
import { createApp } from '@eureka-nest/runtime';
import { type OrderConsumerGiven, orderConsumer } from './index.js';

const quiet = { LOG_LEVEL: 'error' };

describe('the consumer process', () => {
  const optionsOf = async (given: OrderConsumerGiven, env: NodeJS.ProcessEnv) => {
    const app = await createApp(orderConsumer('order-consumer-80', given, { ...quiet, ...env }));
    const { options } = app.get(EurekaClient);
    await app.close();
    return options;
  };

  it("has the demo's options", async () => {
    expect(await optionsOf({ port: 80 }, {})).toMatchObject({
      appName: 'cloud-order-service',
      instanceId: 'order80',
      serviceUrls: ['http://localhost:7001/eureka/', 'http://localhost:7002/eureka/'],
      presence: true,
      registryFetchIntervalSecs: 1,
    });
  });

  it('announces the path of its calls, unless it publishes none', async () => {
    const env = { EUREKA_INSTANCE_METADATA_MAP: 'zone=z1' };
    expect((await optionsOf({}, env)).metadata).toEqual({
      zone: 'z1',
      'eureka-nest.calls': '/consumer/calls',
    });
    expect((await optionsOf({}, { ORDER_PUBLISH_CALLS: 'false' })).metadata).toEqual({});
  });

  it('listens on 80, or on 8080 without the privilege', () => {
    expect(orderConsumer('order-consumer-80', {}, {})).toMatchObject({ port: 80, fallbackPort: 8080 });
  });

  it('is overridden by the environment', async () => {
    const env = { PORT: '8090', EUREKA_CLIENT_ENABLED: 'false' };
    expect(orderConsumer('order-consumer-80', { port: 80 }, env).port).toBe(8090);
    expect(await optionsOf({ port: 80, eureka: { enabled: true } }, env)).toMatchObject({
      instanceId: 'order8090',
      enabled: false,
    });
  });

  it('describes each route of its start page in Chinese', async () => {
    const app = await createApp(
      orderConsumer('order-consumer-80', { eureka: { enabled: false } }, { LOG_LEVEL: 'error', PORT: '0' }),
    );
    await app.init();
    const page = await app.inject({ url: '/', headers: { 'accept-language': 'zh-CN' } });
    await app.close();
    const texts = [...page.body.matchAll(/<dd>(.*)<\/dd>/g)].map(([, text]) => text);
    expect(texts.length).toBeGreaterThan(5);
    for (const text of texts) expect(text).toMatch(/\p{Script=Han}/u);
  });

  it('leaves its id to the client for port 0', async () => {
    expect((await optionsOf({ port: 0 }, {})).instanceId).toBeUndefined();
  });

  it("uses the course's host names on request", async () => {
    expect((await optionsOf({}, { EUREKA_HOSTNAMES: 'course' })).serviceUrls).toEqual([
      'http://eureka7001.com:7001/eureka/',
      'http://eureka7002.com:7002/eureka/',
    ]);
  });

  it.each([
    [
      { SPRING_CLOUD_LOADBALANCER_ENABLED: 'maybe' },
      'SPRING_CLOUD_LOADBALANCER_ENABLED is "maybe": it must be true or false',
    ],
    [
      { PAYMENT_SERVICE_URL: 'CLOUD-PAYMENT-SERVICE' },
      'PAYMENT_SERVICE_URL is "CLOUD-PAYMENT-SERVICE": it must be an http',
    ],
    [{ PORT: 'eighty' }, 'PORT is "eighty": it must be a port number'],
  ])('does not start with %j, giving the reason', (env, message) => {
    expect(() => orderConsumer('order-consumer-80', {}, env)).toThrow(message);
  });

  it('describes its routes at /docs-json without registry or provider', async () => {
    const app = await createApp(orderConsumer('order-consumer-80', {}, quiet));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const { paths } = (await app.inject('/docs-json')).json();
    const routes = ['create', 'get/{id}', 'getForEntity/{id}', 'lb', 'zipkin'];
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(routes.map((route) => `/consumer/payment/${route}`)),
    );
    await app.close();
  });
});
