import { consumer, providers } from './harness/app-names.js';
import { Demo } from './harness/demo.js';
import { eventually } from './harness/eventually.js';
import { call, get, post, type Call } from './harness/http.js';
import { balancedOver } from './harness/rotation.js';

const [first] = providers;
const stackTrace = /^\s+at .+:\d+/;
const long = 'x'.repeat(300);

describe('bad input', () => {
  let demo: Demo;
  let marks = 0;

  beforeAll(async () => {
    demo = await Demo.prepare();
    await demo.start('eureka-7001');
    await demo.start(first, consumer);
    await balancedOver(demo, [first]);
    // The start-up lines are printed: from here on, each line is about a request.
    await eventually(() => {
      expect(demo.process(first).output).toContain('registered CLOUD-PAYMENT-SERVICE');
      expect(demo.process(consumer).output).toContain('registered CLOUD-ORDER-SERVICE');
      expect(demo.process(consumer).output).toContain('CLOUD-PAYMENT-SERVICE: 1 instance');
    });
  });
  afterAll(() => demo.close());

  const toTheConsumer: [string, number, string][] = [
    ['/consumer/payment/get/abc', 400, 'id'],
    ['/consumer/payment/get/1.5', 400, 'id'],
    ['/consumer/payment/get/-1', 400, 'id'],
    ['/consumer/payment/get/9007199254740993', 400, 'id'],
    // As in the course, the consumer maps any failure to one response.
    ['/consumer/payment/getForEntity/abc', 200, '操作失败'],
    ['/consumer/payment/create', 400, 'serial'],
    ['/consumer/payment/create?serial=', 400, 'serial'],
    [`/consumer/payment/create?serial=${long}`, 400, 'serial'],
    ['/consumer/nothing', 404, '/consumer/nothing'],
  ];
  it.each(toTheConsumer)('to the consumer: GET %s gives %d and names %s', async (path, expected, named) => {
    const reply = await refusedWithOneLine(() => demo.ask(path));
    expect(reply.status).toBe(expected);
    expect(reply.body).toEqual(aResultNaming(named));
  });

  const toAProvider: [string, string, string, Call, number, string][] = [
    ['an invalid id', 'GET', '/payment/get/abc', {}, 400, 'id'],
    ['an id out of range', 'GET', '/payment/get/99999999999999999999', {}, 400, 'id'],
    ['a serial of the wrong type', 'POST', '/payment/create', { body: { serial: 5 } }, 400, 'serial'],
    ['an empty serial', 'POST', '/payment/create', { body: { serial: '' } }, 400, 'serial'],
    ['a serial of 300 characters', 'POST', '/payment/create', { body: { serial: long } }, 400, 'serial'],
    ['no serial', 'POST', '/payment/create', { body: {} }, 400, 'serial'],
    ['a list instead of an object', 'POST', '/payment/create', { body: ['x'] }, 400, ''],
    ['broken JSON', 'POST', '/payment/create', { body: '{"serial":' }, 400, ''],
    ['no body', 'POST', '/payment/create', {}, 400, ''],
    ['2 MB', 'POST', '/payment/create', { body: { serial: 'x'.repeat(2_000_000) } }, 413, ''],
    [
      'another content type',
      'POST',
      '/payment/create',
      { body: 'serial=x', headers: { 'content-type': 'text/plain' } },
      415,
      'text/plain',
    ],
    ['an unknown path', 'GET', '/payment/nothing', {}, 404, '/payment/nothing'],
  ];
  it.each(toAProvider)('to a provider: %s (%s %s)', async (_, method, path, what, expected, named) => {
    const reply = await refusedWithOneLine(() => call(method, demo.url(first, path), what));
    expect(reply.status).toBe(expected);
    expect(reply.body).toEqual(aResultNaming(named));
  });

  it('stores nothing', async () => {
    await post(demo.url(first, '/payment/create'), { serial: 'good' });
    const { body } = await get(demo.url(first, '/payment/get/36'));
    expect(body).toMatchObject({ code: 200, data: { id: 36, serial: 'good' } });
  });

  const good = {
    instanceId: 'shop1',
    hostName: '127.0.0.1',
    app: 'SHOP',
    ipAddr: '127.0.0.1',
    vipAddress: 'shop',
    status: 'UP',
    port: { $: 9001, '@enabled': 'true' },
    dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' },
  };
  const registrations: [string, object, string][] = [
    ['without an instance', {}, 'instance'],
    ['without a host name', { instance: { ...good, hostName: undefined } }, 'hostname'],
    ['without an address', { instance: { ...good, ipAddr: undefined } }, 'ip'],
    ['without an app', { instance: { ...good, app: undefined } }, 'app'],
    ['of another app than the path', { instance: { ...good, app: 'OTHER' } }, 'app'],
    ['without a data centre', { instance: { ...good, dataCenterInfo: undefined } }, 'dataCenterInfo'],
    ['with an invalid port', { instance: { ...good, port: { $: 'x', '@enabled': 'true' } } }, 'port'],
  ];
  it.each(registrations)(
    'a registration %s gives 400, names the field, and changes nothing',
    async (_, body, field) => {
      const reply = await post(demo.url('eureka-7001', '/eureka/apps/SHOP'), body);
      expect(reply.status).toBe(400);
      expect(reply.text.toLowerCase()).toContain(field.toLowerCase());
      expect((await get(demo.url('eureka-7001', '/eureka/apps/SHOP'))).status).toBe(404);
      expect((await get(demo.url('eureka-7001', '/eureka/apps'))).status).toBe(200);
    },
  );

  it('accepts the same registration without the fault', async () => {
    const reply = await post(demo.url('eureka-7001', '/eureka/apps/SHOP'), { instance: good });
    expect(reply.status).toBe(204);
  });

  /** Checks that exactly one of the processes logs the refusal, in one line. */
  async function refusedWithOneLine<T>(send: () => Promise<T>): Promise<T> {
    const before = await printed();
    const reply = await send();
    const lines = (await printed()).flatMap((all, index) => all.slice(before[index]?.length));
    expect(lines).toEqual([expect.not.stringMatching(stackTrace)]);
    return reply;
  }

  /** Lines of provider and consumer so far: the line of a marker request comes after all others. */
  async function printed(): Promise<string[][]> {
    const mark = `/mark-${++marks}`;
    const apps = [first, consumer] as const;
    await Promise.all(apps.map((app) => get(demo.url(app, mark))));
    return eventually(() =>
      apps.map((app) => {
        expect(demo.process(app).output).toContain(mark);
        return demo.process(app).lines.filter((line) => !line.includes('/mark-'));
      }),
    );
  }
});

const aResultNaming = (field: string) => ({
  code: expect.any(Number),
  message: expect.stringContaining(field),
  data: null,
});
