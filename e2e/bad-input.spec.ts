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
    // What they say on their own is over: from here on, each line is about a request.
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
    // As in the course: what is not a 2xx is one answer of the consumer's own.
    ['/consumer/payment/getForEntity/abc', 200, '操作失败'],
    ['/consumer/payment/create', 400, 'serial'],
    ['/consumer/payment/create?serial=', 400, 'serial'],
    [`/consumer/payment/create?serial=${long}`, 400, 'serial'],
    ['/consumer/nothing', 404, '/consumer/nothing'],
  ];
  it.each(toTheConsumer)('to the consumer: GET %s is %d and says %s', async (path, expected, named) => {
    const answer = await refusedWithOneLine(() => demo.ask(path));
    expect(answer.status).toBe(expected);
    expect(answer.body).toEqual(aResultNaming(named));
  });

  const toAProvider: [string, string, string, Call, number, string][] = [
    ['an id that is none', 'GET', '/payment/get/abc', {}, 400, 'id'],
    ['an id out of range', 'GET', '/payment/get/99999999999999999999', {}, 400, 'id'],
    ['a serial of the wrong type', 'POST', '/payment/create', { body: { serial: 5 } }, 400, 'serial'],
    ['an empty serial', 'POST', '/payment/create', { body: { serial: '' } }, 400, 'serial'],
    ['a serial of 300 characters', 'POST', '/payment/create', { body: { serial: long } }, 400, 'serial'],
    ['no serial', 'POST', '/payment/create', { body: {} }, 400, 'serial'],
    ['a list in place of a body', 'POST', '/payment/create', { body: ['x'] }, 400, ''],
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
    const answer = await refusedWithOneLine(() => call(method, demo.url(first, path), what));
    expect(answer.status).toBe(expected);
    expect(answer.body).toEqual(aResultNaming(named));
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
    ['with a port that is none', { instance: { ...good, port: { $: 'x', '@enabled': 'true' } } }, 'port'],
  ];
  it.each(registrations)(
    'a registration %s is 400, names the field, and the registry goes on',
    async (_, body, field) => {
      const answer = await post(demo.url('eureka-7001', '/eureka/apps/SHOP'), body);
      expect(answer.status).toBe(400);
      expect(answer.text.toLowerCase()).toContain(field.toLowerCase());
      expect((await get(demo.url('eureka-7001', '/eureka/apps/SHOP'))).status).toBe(404);
      expect((await get(demo.url('eureka-7001', '/eureka/apps'))).status).toBe(200);
    },
  );

  it('takes the same registration when nothing is wrong', async () => {
    const answer = await post(demo.url('eureka-7001', '/eureka/apps/SHOP'), { instance: good });
    expect(answer.status).toBe(204);
  });

  /** However many processes the request went through, one of them says so, in one line. */
  async function refusedWithOneLine<T>(ask: () => Promise<T>): Promise<T> {
    const before = await said();
    const answer = await ask();
    const lines = (await said()).flatMap((all, index) => all.slice(before[index]?.length));
    expect(lines).toEqual([expect.not.stringMatching(stackTrace)]);
    return answer;
  }

  /** All that provider and consumer have each said until now: a line for a last call comes after all others. */
  async function said(): Promise<string[][]> {
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
