import { consumer, providers, registries } from './harness/app-names.js';
import { Demo } from './harness/demo.js';
import { eventually } from './harness/eventually.js';
import { call, get, post } from './harness/http.js';
import { idOf, listed, up } from './harness/registry-view.js';
import { balancedOver, respondingProviders } from './harness/rotation.js';

const [first, second, third] = providers;

describe('the course, chapter by chapter', () => {
  let demo: Demo;

  beforeAll(async () => {
    demo = await Demo.prepare();
  });
  afterAll(() => demo.close());

  it('#5 a lone registry shows that no instances are available and has the threshold 1', async () => {
    await demo.startWith('eureka-7001', {
      EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: demo.url('eureka-7001', '/eureka/'),
    });
    const { status, text } = await get(demo.url('eureka-7001'));
    expect(status).toBe(200);
    expect(text).toContain('No instances available');
    expect(cell(text, 'Renews threshold')).toBe('1');
  });

  it('#6 providers and consumer are two applications, UP (3) and UP (1)', async () => {
    await demo.restartWith('eureka-7001');
    await demo.start('eureka-7002');
    await demo.start(...providers, consumer);
    await eventually(async () => {
      const text = plain((await get(demo.url('eureka-7001'))).text);
      expect(text).toMatch(/CLOUD-PAYMENT-SERVICE .*?UP \(3\) - /);
      expect(text).toMatch(/CLOUD-ORDER-SERVICE .*?UP \(1\) - /);
    });
  });

  it('#7 each registry lists the other as its replica, and both list the same instances', async () => {
    const pages = await Promise.all(registries.map((each) => get(demo.url(each))));
    const replicas = pages.map(({ text }) => /DS Replicas (.*) Instances currently/.exec(plain(text))?.[1]);
    expect(replicas).toEqual([
      expect.stringContaining(`:${demo.port('eureka-7002')}`),
      expect.stringContaining(`:${demo.port('eureka-7001')}`),
    ]);
    await eventually(async () => {
      for (const registry of registries) {
        expect(await listed(demo, registry, 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, providers));
        expect(await listed(demo, registry, 'CLOUD-ORDER-SERVICE')).toEqual(up(demo, [consumer]));
      }
    });
  });

  it('#8 differently: two registries named localhost replicate, since their URLs have different ports', async () => {
    const named = await Demo.prepare({ registries: { EUREKA_INSTANCE_HOSTNAME: 'localhost' } });
    const urlOf = (registry: 'eureka-7001' | 'eureka-7002') =>
      `http://localhost:${named.port(registry)}/eureka/`;
    try {
      await Promise.all([
        named.startWith('eureka-7001', { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: urlOf('eureka-7002') }),
        named.startWith('eureka-7002', { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: urlOf('eureka-7001') }),
      ]);
      await named.start(first);
      for (const registry of registries)
        await eventually(async () => {
          expect(await listed(named, registry, 'CLOUD-PAYMENT-SERVICE')).toEqual(up(named, [first]));
        });
    } finally {
      await named.close();
    }
  });

  it('#1 provider 8001 reads row 31', async () => {
    const { status, text } = await get(demo.url(first, '/payment/get/31'));
    expect([status, text]).toEqual([
      200,
      `{"code":200,"message":"查询成功,serverPort:  ${demo.port(first)}","data":{"id":31,"serial":"尚硅谷111"}}`,
    ]);
  });

  it('#2 a row that is not there is code 444 in an HTTP 200', async () => {
    const { status, text } = await get(demo.url(first, '/payment/get/33'));
    expect([status, text]).toEqual([200, '{"code":444,"message":"没有对应记录,查询ID: 33","data":null}']);
  });

  it('#3 provider 8001 stores a row and returns the row count', async () => {
    const { status, text } = await post(demo.url(first, '/payment/create'), { serial: 'x' });
    expect([status, text]).toEqual([
      200,
      `{"code":200,"message":"插入数据库成功,serverPort: ${demo.port(first)}","data":1}`,
    ]);
  });

  it('#4 a row created through the consumer is read back with its serial, from every provider', async () => {
    const created = await demo.ask('/consumer/payment/create?serial=y');
    expect(created.body).toMatchObject({ code: 200, data: 1 });
    for (const provider of providers) {
      const { body } = await get(demo.url(provider, '/payment/get/37'));
      expect(body).toMatchObject({ code: 200, data: { id: 37, serial: 'y' } });
    }
  });

  it('#18 the discovery endpoint lists the services in lower case, in the format of Spring', async () => {
    await eventually(async () => {
      const { body } = await get(demo.url(first, '/payment/discovery'));
      const services = ['cloud-order-service', 'cloud-payment-service'];
      const found = body as { services: string[]; discoveryClients: { services: string[] }[] };
      expect([...found.services].sort()).toEqual(services);
      expect(body).toMatchObject({
        discoveryClients: [{ order: 0 }, { services: [], order: 0 }],
        order: 0,
      });
      expect([...(found.discoveryClients[0]?.services ?? [])].sort()).toEqual(services);
    });
  });

  it('#13 stage F, six calls: each of three ports twice, rotating', async () => {
    await balancedOver(demo, providers);
    const six = await respondingProviders(demo, 6);
    expect([...six].sort()).toEqual([...providers, ...providers].sort());
    expect(six.slice(3)).toEqual(six.slice(0, 3));
  });

  it('has the endpoints of the later lessons too', async () => {
    const slow = get(demo.url(first, '/payment/feign/timeout'));
    const start = performance.now();
    expect((await get(demo.url(third, '/payment/lb'))).text).toBe(String(demo.port(third)));
    expect((await demo.ask('/consumer/payment/getForEntity/31')).body).toMatchObject({
      code: 200,
      data: { id: 31, serial: '尚硅谷111' },
    });
    const greeting = (await get(demo.url(first, '/payment/zipkin'))).text;
    expect(greeting).not.toBe('');
    expect((await demo.ask('/consumer/payment/zipkin')).text).toBe(greeting);
    expect((await demo.ask('/actuator/health')).body).toEqual({ status: 'UP' });
    expect((await demo.ask('/actuator/info')).body).toEqual({});
    expect((await slow).text).toBe(String(demo.port(first)));
    expect(performance.now() - start).toBeGreaterThan(2900);
  });

  it('#20 OUT_OF_SERVICE on 8003 is red on the page, and the balancer skips it until the override ends', async () => {
    const path = `/eureka/apps/CLOUD-PAYMENT-SERVICE/${idOf(demo, third)}/status`;
    expect((await call('PUT', demo.url('eureka-7001', `${path}?value=OUT_OF_SERVICE`))).status).toBe(200);
    await balancedOver(demo, [first, second]);
    for (const registry of registries)
      await eventually(async () => {
        const { text } = await get(demo.url(registry));
        expect(text).toMatch(/class="red[^>]*>\s*<b>OUT_OF_SERVICE<\/b> \(1\) - /);
      });
    expect((await call('DELETE', demo.url('eureka-7002', `${path}?value=UP`))).status).toBe(200);
    await balancedOver(demo, providers);
    for (const registry of registries)
      await eventually(async () => {
        expect(await listed(demo, registry, 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, providers));
      });
  });

  it('#14 a graceful stop of 8002 removes its row at once', async () => {
    await demo.stop(second);
    expect(await listed(demo, 'eureka-7001', 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, [first, third]));
    await eventually(async () => {
      expect(await listed(demo, 'eureka-7002', 'CLOUD-PAYMENT-SERVICE')).toEqual(up(demo, [first, third]));
    });
  });

  it('#19 the hand-written round robin over two instances alternates, from index 1 on', async () => {
    await demo.restartWith(consumer);
    await balancedOver(demo, [first, third]);
    const inOrder = [first, third].sort((a, b) => idOf(demo, a).localeCompare(idOf(demo, b)));
    const ports: string[] = [];
    for (let calls = 0; calls < 4; calls++) ports.push((await demo.ask('/consumer/payment/lb')).text);
    expect(ports).toEqual([1, 0, 1, 0].map((index) => String(demo.port(inOrder[index] ?? first))));
  });
});

/** Text of a page without tags. */
const plain = (html: string): string =>
  html
    .replace(/<(style|script)[^]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

/** Figure next to a label in the tables of a page. */
const cell = (html: string, label: string): string | undefined =>
  new RegExp(`${label} (\\S+)`).exec(plain(html))?.[1];
