import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '../src/persistence/database.js';
import type { Dialect, TestDatabase } from './builders/dialect.js';
import { testProvider, type TestProvider } from './builders/provider.js';

/** Behaviour of a provider, for any database. */
export function itIsAPaymentProvider(name: string, dialect: Dialect): void {
  describe(`a payment provider on ${name}`, () => {
    let test: TestDatabase;
    let app: NestFastifyApplication;
    let lines: TestProvider['lines'];

    beforeAll(async () => {
      test = await dialect();
      ({ app, lines } = await testProvider(test.options));
      await app.init();
      await app.getHttpAdapter().getInstance().ready();
      await app.get(Database).whenReady();
    });
    beforeEach(() => void lines.splice(0));
    afterAll(async () => {
      await app.close();
      await test.drop();
    });

    const get = (url: string) => app.inject({ method: 'GET', url });
    const post = (payload: string, type = 'application/json') =>
      app.inject({ method: 'POST', url: '/payment/create', payload, headers: { 'content-type': type } });
    const rows = async (): Promise<number> => {
      const [{ n }] = await app.get(Database).run((of) => of.query('SELECT COUNT(*) AS n FROM payment'));
      return Number(n);
    };

    it('finds a payment; the message has two blanks before the port', async () => {
      const answer = await get('/payment/get/31');
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(answer.body).toBe(
        '{"code":200,"message":"查询成功,serverPort:  8001","data":{"id":31,"serial":"尚硅谷111"}}',
      );
      expect(lines).toEqual([]);
    });

    it.each([33, 999, 2_147_483_647])(
      'answers 444 under HTTP 200 where there is no payment %i',
      async (id) => {
        const answer = await get(`/payment/get/${id}`);
        expect(answer.statusCode).toBe(200);
        expect(answer.body).toBe(`{"code":444,"message":"没有对应记录,查询ID: ${id}","data":null}`);
      },
    );

    it('stores a payment; the message has one blank before the port', async () => {
      const before = await rows();
      const answer = await post('{"serial":"尚硅谷😀"}');
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toBe('{"code":200,"message":"插入数据库成功,serverPort: 8001","data":1}');
      expect(lines).toEqual([{ level: 'log', text: '*****插入结果：1' }]);
      expect(await rows()).toBe(before + 1);
      expect((await get(`/payment/get/${before + 32}`)).json().data).toEqual({
        id: before + 32,
        serial: '尚硅谷😀',
      });
    });

    it("lets the database assign the id, ignoring the body's", async () => {
      const before = await rows();
      await post('{"id":31,"serial":"mine"}');
      expect(await rows()).toBe(before + 1);
      expect((await get('/payment/get/31')).json().data.serial).toBe('尚硅谷111');
    });

    it('loses none of 200 concurrent creates of which every tenth is rejected', async () => {
      const before = await rows();
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, i) => post(JSON.stringify({ serial: i % 10 ? `s${i}` : '' }))),
      );
      expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(180);
      expect(answers.filter(({ statusCode }) => statusCode === 400)).toHaveLength(20);
      expect(await rows()).toBe(before + 180);
    });

    it.each([
      ['an empty serial', () => post('{"serial":""}'), 400, 'serial'],
      ['a serial of 300 characters', () => post(JSON.stringify({ serial: 'x'.repeat(300) })), 400, 'serial'],
      ['a serial that is a number', () => post('{"serial":31}'), 400, 'serial'],
      ['a serial that is null', () => post('{"serial":null}'), 400, 'serial'],
      ['no serial', () => post('{"Serial":"x"}'), 400, 'serial'],
      ['a list as body', () => post('["x"]'), 400, 'serial'],
      ['a text as body', () => post('"x"'), 400, 'serial'],
      ['null as body', () => post('null'), 400, 'serial'],
      ['no body', () => app.inject({ method: 'POST', url: '/payment/create' }), 400, 'serial'],
      ["the query string of the course's own bug", () => app.inject({ method: 'POST', url: '/payment/create?serial=x' }), 400, 'serial'], // prettier-ignore
      ['half a JSON', () => post('{"serial":"x'), 400, 'JSON'],
      ['a body of 2 MB', () => post(JSON.stringify({ serial: 'x'.repeat(2_000_000) })), 413, 'too large'],
      ['a form', () => post('serial=x', 'application/x-www-form-urlencoded'), 415, 'application/json'],
      ['plain text', () => post('{"serial":"x"}', 'text/plain'), 415, 'application/json'],
      ['XML', () => post('<serial>x</serial>', 'application/xml'), 415, 'application/json'],
      ['an id that is no number', () => get('/payment/get/abc'), 400, 'id'],
      ['an id that is out of range', () => get('/payment/get/2147483648'), 400, 'id'],
      ['an id below 1', () => get('/payment/get/0'), 400, 'id'],
      ['a broken id', () => get('/payment/get/1.5'), 400, 'id'],
      ['SQL as id', () => get('/payment/get/31%20OR%201=1'), 400, 'id'],
      ['an unknown path', () => get('/payment/nothing/here'), 404, '/payment/nothing/here'],
      [
        'an unknown method',
        () => app.inject({ method: 'DELETE', url: '/payment/get/31' }),
        404,
        '/payment/get/31',
      ],
    ])('rejects %s, stores nothing and logs one line', async (_what, ask, status, named) => {
      const before = await rows();
      const answer = await ask();
      expect(answer.statusCode).toBe(status);
      expect(answer.json()).toEqual({ code: status, message: expect.stringContaining(named), data: null });
      expect(await rows()).toBe(before);
      expect(lines).toEqual([{ level: 'log', text: expect.stringContaining(`: ${status} `) }]);
    });

    it('returns its port as plain text', async () => {
      const answer = await get('/payment/lb');
      expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(answer.body).toBe('8001');
    });

    it('returns the greeting', async () => {
      expect((await get('/payment/zipkin/')).body).toBe(
        "hi ,i'am paymentzipkin server fall back，welcome to atguigu，O(∩_∩)O哈哈~",
      );
    });

    it('knows no services without a registry', async () => {
      expect((await get('/payment/discovery')).body).toBe(
        '{"discoveryClients":[{"services":[],"order":0},{"services":[],"order":0}],"services":[],"order":0,"instances":[]}',
      );
    });

    it('reports UP', async () => {
      expect((await get('/actuator/health')).json()).toEqual({ status: 'UP' });
    });

    it('describes its routes at /docs-json', async () => {
      const { paths, components } = (await get('/docs-json')).json();
      expect(Object.keys(paths)).toEqual(
        expect.arrayContaining([
          '/payment/create',
          '/payment/get/{id}',
          '/payment/lb',
          '/payment/discovery',
          '/payment/feign/timeout',
          '/payment/zipkin',
        ]),
      );
      expect(paths['/payment/create'].post.requestBody.content['application/json'].schema.$ref).toContain(
        'CreatePaymentDto',
      );
      expect(Object.keys(paths['/payment/create'].post.responses)).toEqual(['200', '400', '503']);
      expect(Object.keys(components.schemas).sort()).toEqual(['CommonResult', 'CreatePaymentDto', 'Payment']);
    });
  });
}
