import { EurekaClient, EurekaClientOptions } from '@eureka-nest/client';
import { useCourseManners } from '@eureka-nest/common-api/nest';
import { type Candidate, fixedList, LoadBalancerOptions } from '@eureka-nest/load-balancer';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { OrderConsumerModule, OrderConsumerOptions } from './index.js';
import { ProvidersWatch } from './providers-watch.js';

type Handler = (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void;

/** A provider as small as it can be: tells what it was asked, unless a spec has it do otherwise. */
class Provider {
  readonly asked: string[] = [];
  handler: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
    response.end(
      `{"code":200,"message":"查询成功,serverPort:  ${this.instanceId}","data":{"id":31,"serial":"尚硅谷111"}}`,
    );
  };
  private readonly server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      this.asked.push(`${request.method} ${request.url} ${body}`.trim());
      this.handler(request, response, body);
    });
  });

  constructor(readonly instanceId: string) {}

  async start(): Promise<Candidate & { uri: string }> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    const { port } = this.server.address() as AddressInfo;
    return { instanceId: this.instanceId, host: '127.0.0.1', port, uri: `http://127.0.0.1:${port}` };
  }

  kill(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
  }
}

const answers =
  (status: number, type: string, body: string): Handler =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': type }).end(body);

describe('the consumer', () => {
  let providers: Provider[];
  let list: Awaited<ReturnType<Provider['start']>>[];
  let app: NestFastifyApplication;
  let lines: string[];

  const start = async (
    given: Partial<OrderConsumerOptions> = {},
    loadBalancer: Partial<LoadBalancerOptions> = {},
    known: Readonly<Record<string, readonly Candidate[]>> = { 'cloud-payment-service': list },
  ) => {
    const testing = await Test.createTestingModule({
      imports: [
        OrderConsumerModule.forRoot({
          options: new OrderConsumerOptions(given),
          eureka: new EurekaClientOptions(),
          loadBalancer: new LoadBalancerOptions(loadBalancer),
        }),
      ],
    })
      .overrideProvider(EurekaClient)
      .useValue({ ...fixedList(known), stop: async () => undefined })
      .compile();
    app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    useCourseManners(app, 'consumer', 'under test');
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const say = (text: unknown) => void lines.push(String(text));
    app.useLogger({ log: say, warn: say, error: say });
  };
  const get = (path: string) => app.inject({ method: 'GET', url: `/consumer/payment/${path}` });
  const everyAsked = () => providers.flatMap(({ asked }) => asked);

  beforeEach(async () => {
    lines = [];
    providers = ['payment8001', 'payment8002', 'payment8003'].map((id) => new Provider(id));
    list = await Promise.all(providers.map((each) => each.start()));
  });
  afterEach(async () => {
    await app.close();
    await Promise.all(providers.map((each) => each.kill()));
  });

  describe('get', () => {
    it('answers what a provider answers, byte for byte', async () => {
      await start();
      const answer = await get('get/31');
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(answer.body).toBe(
        '{"code":200,"message":"查询成功,serverPort:  payment8001","data":{"id":31,"serial":"尚硅谷111"}}',
      );
    });

    it('gives six calls to three providers, each twice and in rotation', async () => {
      await start();
      const messages = [];
      for (let call = 0; call < 6; call++) messages.push((await get('get/31')).json().message.slice(-4));
      expect(messages).toEqual(['8001', '8002', '8003', '8001', '8002', '8003']);
    });

    it.each([
      [400, 'application/json; charset=utf-8', '{"code":400,"message":"id must be a number","data":null}'],
      [404, 'text/plain', 'nowhere'],
      [503, 'application/json; charset=utf-8', '{"code":503,"message":"no database","data":null}'],
    ])('passes a %d on, status and body', async (status, type, body) => {
      providers.forEach((each) => (each.handler = answers(status, type, body)));
      await start();
      const answer = await get('get/31');
      expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([status, type, body]);
      expect(everyAsked()).toHaveLength(1);
    });

    it.each([
      ['31', '/payment/get/31'],
      ['a%2F..%2Fb', '/payment/get/a%2F..%2Fb'],
      ['%3Fx=1%23', '/payment/get/%3Fx%3D1%23'],
      ['%E5%B0%9A', '/payment/get/%E5%B0%9A'],
    ])('asks for the id %s as %s, which cannot leave its place in the path', async (id, path) => {
      await start();
      await get(`get/${id}`);
      expect(everyAsked()).toEqual([`GET ${path}`]);
    });

    it('asks the next provider when one is gone', async () => {
      await providers[0]!.kill();
      await start();
      for (let call = 0; call < 6; call++) expect((await get('get/31')).statusCode).toBe(200);
      expect(lines).toEqual([
        expect.stringMatching(/^left payment8001 of CLOUD-PAYMENT-SERVICE out for 10 s/),
      ]);
    });
  });

  describe('create', () => {
    it('posts the serial as JSON and answers what the provider answers', async () => {
      const body = '{"code":200,"message":"插入数据库成功,serverPort: 8001","data":1}';
      providers[0]!.handler = answers(200, 'application/json; charset=utf-8', body);
      await start();
      expect((await get('create?serial=%E5%B0%9A%26x')).body).toBe(body);
      expect(everyAsked()).toEqual(['POST /payment/create {"serial":"尚&x"}']);
    });

    it.each([
      ['create', '{}'],
      ['create?serial=', '{"serial":""}'],
      ['create?serial=a&serial=b', '{"serial":["a","b"]}'],
    ])('leaves it to the provider to judge %s', async (path, body) => {
      await start();
      await get(path);
      expect(everyAsked()).toEqual([`POST /payment/create ${body}`]);
    });

    it('answers 502 when the call broke after it may have arrived, and does not make it again', async () => {
      providers.forEach((each) => (each.handler = ({ socket }) => void socket.destroy()));
      await start();
      const answer = await get('create?serial=x');
      expect(answer.statusCode).toBe(502);
      expect(answer.json()).toEqual({
        code: 502,
        message: expect.stringContaining('the connection to payment8001 of CLOUD-PAYMENT-SERVICE broke'),
        data: null,
      });
      expect(everyAsked()).toHaveLength(1);
      expect(lines).toEqual([
        expect.stringMatching(/^left payment8001/),
        expect.stringMatching(/^GET \/consumer\/payment\/create\?serial=x: 502 /),
      ]);
    });
  });

  describe('getForEntity', () => {
    it('answers what the provider answers', async () => {
      await start();
      expect((await get('getForEntity/31')).json().data).toEqual({ id: 31, serial: '尚硅谷111' });
    });

    it('answers code 444 to anything but a 2xx', async () => {
      providers.forEach((each) => (each.handler = answers(500, 'text/plain', 'oh')));
      await start();
      const answer = await get('getForEntity/31');
      expect([answer.statusCode, answer.body]).toEqual([
        200,
        '{"code":444,"message":"操作失败","data":null}',
      ]);
    });
  });

  describe('lb', () => {
    beforeEach(() =>
      providers.forEach((each) => (each.handler = answers(200, 'text/plain', each.instanceId))),
    );

    it('takes turns by its own count, from index 1, and logs the count', async () => {
      await start({}, {}, { 'cloud-payment-service': list.slice(0, 2) });
      const bodies = [];
      for (let call = 0; call < 4; call++) bodies.push((await get('lb')).body);
      expect(bodies).toEqual(['payment8002', 'payment8001', 'payment8002', 'payment8001']);
      expect(lines).toEqual(['*****next: 1', '*****next: 2', '*****next: 3', '*****next: 4']);
      expect(everyAsked()[0]).toBe('GET /payment/lb');
    });

    it('answers nothing where there is no provider', async () => {
      await start({}, {}, {});
      const answer = await get('lb');
      expect([answer.statusCode, answer.body]).toEqual([200, '']);
    });

    it('fails when the one it picked is gone: nobody looks after hand-made calls', async () => {
      await providers[1]!.kill();
      await start();
      const answer = await get('lb');
      expect(answer.statusCode).toBe(503);
      expect(answer.json().message).toContain(`http://127.0.0.1:${list[1]!.port}/payment/lb did not answer`);
    });
  });

  describe('zipkin', () => {
    it('calls one provider by its address', async () => {
      providers[2]!.handler = answers(200, 'text/plain; charset=utf-8', '你好');
      await start({ zipkinUrl: `${list[2]!.uri}/payment/zipkin/` });
      for (let call = 0; call < 2; call++) expect((await get('zipkin')).body).toBe('你好');
      expect(everyAsked()).toEqual(['GET /payment/zipkin/', 'GET /payment/zipkin/']);
    });
  });

  describe('without a provider', () => {
    it('answers 503 that names the service and what is known', async () => {
      await start({}, {}, { 'cloud-order-service': [] });
      const answer = await get('get/31');
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toEqual({
        code: 503,
        message: expect.stringMatching(
          /^No instances available for CLOUD-PAYMENT-SERVICE: known are CLOUD-ORDER-SERVICE/,
        ),
        data: null,
      });
      expect(lines).toEqual([expect.stringMatching(/^GET \/consumer\/payment\/get\/31: 503 No instances/)]);
    });

    it('answers 503 that says who was tried', async () => {
      await Promise.all(providers.map((each) => each.kill()));
      await start();
      const answer = await get('get/31');
      expect(answer.statusCode).toBe(503);
      expect(answer.json().message).toMatch(
        /tried payment8001 \(.*\), payment800\d \(.*\), payment800\d \(.*\)/,
      );
    });
  });

  describe('in the stages of the course', () => {
    it('always calls the one address it was given (A to D)', async () => {
      await start({ paymentUrl: `http://localhost:${list[1]!.port}` });
      for (let call = 0; call < 6; call++) await get('get/31');
      expect(providers.map(({ asked }) => asked.length)).toEqual([0, 6, 0]);
    });

    it('answers 503 when that address refuses', async () => {
      await providers[0]!.kill();
      await start({ paymentUrl: `http://127.0.0.1:${list[0]!.port}/` });
      const answer = await get('get/31');
      expect(answer.statusCode).toBe(503);
      expect(answer.json().message).toMatch(
        /^http:\/\/127\.0\.0\.1:\d+\/payment\/get\/31 did not answer \(connect ECONNREFUSED/,
      );
    });

    it('fails with 500 and the unknown host when balancing is off (E)', async () => {
      await start({ paymentUrl: 'http://CLOUD-PAYMENT-SERVICE.invalid' }, { enabled: false });
      const answer = await get('get/31');
      expect(answer.statusCode).toBe(500);
      expect(answer.json()).toEqual({
        code: 500,
        message: expect.stringMatching(
          /^unknown host CLOUD-PAYMENT-SERVICE\.invalid: this name was not looked up, balancing is off/,
        ),
        data: null,
      });
      expect(everyAsked()).toEqual([]);
    });
  });

  it('tells when it first sees providers, and whenever they change', async () => {
    const known: Record<string, Candidate[]> = { 'cloud-payment-service': [] };
    await start({}, {}, known);
    const watch = app.get(ProvidersWatch, { strict: false });
    const payments = known['cloud-payment-service']!;
    watch.look();
    payments.push(list[0]!);
    watch.look();
    payments.push(list[1]!);
    watch.look();
    watch.look();
    payments.splice(0);
    watch.look();
    expect(lines).toEqual([
      'CLOUD-PAYMENT-SERVICE: 1 instance (payment8001)',
      'CLOUD-PAYMENT-SERVICE: 2 instances (payment8001, payment8002)',
      'CLOUD-PAYMENT-SERVICE: no instances',
    ]);
  });
});
