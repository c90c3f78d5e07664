import { ConsumerStage } from './builders/consumer-stage.js';
import { respondWith } from './builders/small-provider.js';

describe('the consumer', () => {
  let stage: ConsumerStage;

  beforeEach(async () => {
    stage = await ConsumerStage.create();
  });
  afterEach(() => stage.clear());

  describe('get', () => {
    it('returns the response of a provider, byte for byte', async () => {
      await stage.start();
      const answer = await stage.get('get/31');
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(answer.body).toBe(
        '{"code":200,"message":"查询成功,serverPort:  payment8001","data":{"id":31,"serial":"尚硅谷111"}}',
      );
    });

    it('distributes six calls over three providers in rotation', async () => {
      await stage.start();
      const messages = [];
      for (let call = 0; call < 6; call++)
        messages.push((await stage.get('get/31')).json().message.slice(-4));
      expect(messages).toEqual(['8001', '8002', '8003', '8001', '8002', '8003']);
    });

    it.each([
      [400, 'application/json; charset=utf-8', '{"code":400,"message":"id must be a number","data":null}'],
      [404, 'text/plain', 'nowhere'],
      [500, 'application/json; charset=utf-8', '{"code":500,"message":"a defect","data":null}'],
    ])('passes a %d on with its body', async (status, type, body) => {
      stage.providers.forEach((each) => (each.handler = respondWith(status, type, body)));
      await stage.start();
      const answer = await stage.get('get/31');
      expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([status, type, body]);
      expect(stage.requests).toHaveLength(1);
    });

    it('asks the other providers if one has no database, and passes its 503 on if none has', async () => {
      const body = '{"code":503,"message":"no database","data":null}';
      const withoutDatabase = respondWith(503, 'application/json; charset=utf-8', body);
      stage.providers[0].handler = withoutDatabase;
      await stage.start();
      for (let call = 0; call < 6; call++) expect((await stage.get('get/31')).statusCode).toBe(200);
      stage.providers.forEach((each) => (each.handler = withoutDatabase));
      const answer = await stage.get('get/31');
      expect([answer.statusCode, answer.body]).toEqual([503, body]);
    });

    it.each([
      ['31', '/payment/get/31'],
      ['a%2F..%2Fb', '/payment/get/a%2F..%2Fb'],
      ['%3Fx=1%23', '/payment/get/%3Fx%3D1%23'],
      ['%E5%B0%9A', '/payment/get/%E5%B0%9A'],
    ])('encodes the id %s: requests %s', async (id, path) => {
      await stage.start();
      await stage.get(`get/${id}`);
      expect(stage.requests).toEqual([`GET ${path}`]);
    });

    it('tries the next provider if one is down', async () => {
      await stage.providers[0].kill();
      await stage.start();
      for (let call = 0; call < 6; call++) expect((await stage.get('get/31')).statusCode).toBe(200);
      expect(stage.lines).toEqual([
        expect.stringMatching(/^ejected payment8001 of CLOUD-PAYMENT-SERVICE, next probe in 10 s/),
      ]);
    });
  });

  describe('create', () => {
    it("posts the serial as JSON and returns the provider's response", async () => {
      const body = '{"code":200,"message":"插入数据库成功,serverPort: 8001","data":1}';
      stage.providers[0].handler = respondWith(200, 'application/json; charset=utf-8', body);
      await stage.start();
      expect((await stage.get('create?serial=%E5%B0%9A%26x')).body).toBe(body);
      expect(stage.requests).toEqual(['POST /payment/create {"serial":"尚&x"}']);
    });

    it.each([
      ['create', '{}'],
      ['create?serial=', '{"serial":""}'],
      ['create?serial=a&serial=b', '{"serial":["a","b"]}'],
    ])('lets the provider validate %s', async (path, body) => {
      await stage.start();
      await stage.get(path);
      expect(stage.requests).toEqual([`POST /payment/create ${body}`]);
    });
  });

  describe('getForEntity', () => {
    it("returns the provider's response", async () => {
      await stage.start();
      expect((await stage.get('getForEntity/31')).json().data).toEqual({ id: 31, serial: '尚硅谷111' });
    });

    it('returns code 444 for any status but a 2xx', async () => {
      stage.providers.forEach((each) => (each.handler = respondWith(500, 'text/plain', 'oh')));
      await stage.start();
      const answer = await stage.get('getForEntity/31');
      expect([answer.statusCode, answer.body]).toEqual([
        200,
        '{"code":444,"message":"操作失败","data":null}',
      ]);
    });
  });

  describe('lb', () => {
    beforeEach(() =>
      stage.providers.forEach((each) => (each.handler = respondWith(200, 'text/plain', each.instanceId))),
    );

    it('rotates by its own count from index 1, and logs the count', async () => {
      await stage.start({ known: { 'cloud-payment-service': stage.providers.slice(0, 2) } });
      const bodies = [];
      for (let call = 0; call < 4; call++) bodies.push((await stage.get('lb')).body);
      expect(bodies).toEqual(['payment8002', 'payment8001', 'payment8002', 'payment8001']);
      expect(stage.lines).toEqual(['*****next: 1', '*****next: 2', '*****next: 3', '*****next: 4']);
      expect(stage.requests[0]).toBe('GET /payment/lb');
    });

    it('returns an empty body without a provider', async () => {
      await stage.start({ known: {} });
      const answer = await stage.get('lb');
      expect([answer.statusCode, answer.body]).toEqual([200, '']);
    });

    it('fails if the picked provider is down: calls by hand are not retried', async () => {
      await stage.providers[1].kill();
      await stage.start();
      const answer = await stage.get('lb');
      expect(answer.statusCode).toBe(503);
      expect(answer.json().message).toContain(
        `http://127.0.0.1:${stage.providers[1].port}/payment/lb did not respond`,
      );
    });
  });

  describe('zipkin', () => {
    it('calls one provider by its address', async () => {
      stage.providers[2].handler = respondWith(200, 'text/plain; charset=utf-8', '你好');
      await stage.start({ options: { zipkinUrl: `${stage.providers[2].uri}/payment/zipkin/` } });
      for (let call = 0; call < 2; call++) expect((await stage.get('zipkin')).body).toBe('你好');
      expect(stage.requests).toEqual(['GET /payment/zipkin/', 'GET /payment/zipkin/']);
    });
  });
});
