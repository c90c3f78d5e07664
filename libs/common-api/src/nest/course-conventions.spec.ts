import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  HttpException,
  Param,
  Post,
} from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { CommonResult, CreatePaymentDto, Payment } from '../index.js';
import { ApiFailure, ApiResult, PaymentIdPipe, useCourseConventions } from './index.js';

class OutOfReachError extends Error {
  readonly statusCode = 503;
  readonly expose = true;
}

@Controller('payment')
class EchoController {
  @Post('create')
  @HttpCode(200)
  @ApiResult(Number, 'how many rows')
  create(@Body() payment: CreatePaymentDto): CommonResult<CreatePaymentDto> {
    return new CommonResult(200, 'checked', payment);
  }

  @Get('get/:id')
  @ApiResult(Payment, 'the payment')
  @ApiFailure(400, 'not an id')
  get(@Param('id', PaymentIdPipe) id: number): CommonResult<number> {
    return new CommonResult(200, 'found', id);
  }

  @Get('fail/:how')
  fail(@Param('how') how: string): never {
    if (how === 'conflict') throw new ConflictException('taken');
    if (how === 'out-of-reach') throw new OutOfReachError('the database is down');
    if (how === 'inside') throw Object.assign(new Error('secret of a peer'), { statusCode: 502 });
    if (how === 'on-purpose') throw new HttpException('told to fail', 500);
    if (how === 'text') throw 'just a text';
    throw new TypeError('secret: x is undefined');
  }
}

describe('useCourseConventions', () => {
  let app: NestFastifyApplication;
  let lines: { level: string; text: string }[];

  beforeEach(async () => {
    lines = [];
    const testing = await Test.createTestingModule({ controllers: [EchoController] }).compile();
    app = testing.createNestApplication<NestFastifyApplication>(
      new FastifyAdapter({
        bodyLimit: 1_048_576,
        frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
          request.server.errorHandler(error, request, reply),
      }),
    );
    useCourseConventions(app, 'Echo', { en: 'Says what it heard.', zh: '原样返回。' });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const say = (level: string) => (text: unknown) => void lines.push({ level, text: String(text) });
    app.useLogger({ log: say('log'), warn: say('warn'), error: say('error') });
  });
  afterEach(() => app.close());

  const post = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/payment/create', payload, headers: { 'content-type': type } });
  const get = (url: string) => app.inject({ method: 'GET', url });

  it.each([
    ['en-US,en;q=0.9', 'en', 'Routes to open'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh', '可以打开的路由'],
    [undefined, 'en', 'Routes to open'],
  ])('serves a start page with a link to each GET route (%s)', async (accepted, lang, heading) => {
    const headers = accepted === undefined ? {} : { 'accept-language': accepted };
    const answer = await app.inject({ method: 'GET', url: '/', headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.body).toContain(`<html lang="${lang}">`);
    expect(answer.body).toContain(heading);
    expect([...answer.body.matchAll(/href="([^"]+)"/g)].map(([, url]) => url)).toEqual([
      '/payment/get/31',
      '/payment/fail/how',
      '/docs',
    ]);
  });

  it('removes unknown fields from input', async () => {
    const answer = await post('{"serial":"x","id":7,"admin":true}');
    expect(answer.json()).toEqual({ code: 200, message: 'checked', data: { serial: 'x' } });
    expect(lines).toEqual([]);
  });

  it.each([
    ['an empty serial', '{"serial":""}', 'serial'],
    ['a serial of 300 characters', JSON.stringify({ serial: 'x'.repeat(300) }), 'serial'],
    ['no serial', '{}', 'serial'],
    ['a number as serial', '{"serial":5}', 'serial'],
    ['null as body', 'null', 'serial'],
    ['a list as body', '[{"serial":"x"}]', 'serial'],
    ['a text as body', '"serial"', 'serial'],
    ['a number as body', '5', 'serial'],
    ['half a JSON', '{"serial":', 'JSON'],
    ['no JSON', 'serial=x', 'JSON'],
    ['a body that sets a prototype', '{"__proto__":{"serial":"x"}}', 'JSON'],
  ])('responds 400 to %s, with one log line', async (_what, payload, named) => {
    const answer = await post(payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({ code: 400, message: expect.stringContaining(named), data: null });
    expect(lines).toEqual([{ level: 'log', text: expect.stringMatching(/^POST \/payment\/create: 400 /) }]);
  });

  it('responds 400 to a POST without a body, naming the field', async () => {
    const answer = await app.inject({ method: 'POST', url: '/payment/create' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().message).toContain('serial');
  });

  it('responds 413 to a body of 2 MB', async () => {
    const answer = await post(JSON.stringify({ serial: 'x'.repeat(2_000_000) }));
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ code: 413, data: null });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.level).toBe('log');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
  ])('responds 415 to a body of type %s', async (type) => {
    const answer = await post('serial=x', type);
    expect(answer.statusCode).toBe(415);
    expect(answer.json()).toEqual({
      code: 415,
      message: expect.stringContaining('application/json'),
      data: null,
    });
    expect(lines).toHaveLength(1);
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON'])(
    'takes a body of type %s',
    async (type) => {
      expect((await post('{"serial":"x"}', type)).statusCode).toBe(200);
    },
  );

  it.each(['/nowhere', '/payment', '/payment/create', '/docs/../package.json', '/docs/swagger-ui.js.map'])(
    'answers 404 to GET %s, naming the path',
    async (url) => {
      const answer = await get(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toEqual({ code: 404, message: expect.stringContaining('GET /'), data: null });
      expect(lines).toHaveLength(1);
    },
  );

  it.each([
    'abc',
    '0',
    '-1',
    '1.5',
    '2147483648',
    '99999999999999999999',
    '1e3',
    '0x1f',
    '%20',
    '31;32',
    '1'.repeat(90),
  ])('responds 400 to the id %s, naming the field', async (id) => {
    const answer = await get(`/payment/get/${id}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({ code: 400, message: expect.stringMatching(/^id must be/), data: null });
    expect(lines).toHaveLength(1);
  });

  it.each([
    ['a path with a broken escape', '/payment/get/%ff', 400],
    ['a path parameter of 5000 characters', `/payment/get/${'1'.repeat(5000)}`, 414],
  ])('responds to %s with a CommonResult too', async (_what, url, status) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({ code: status, message: expect.any(String), data: null });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.text.length).toBeLessThan(6000);
  });

  it('accepts the largest id of the column', async () => {
    expect((await get('/payment/get/2147483647')).json().data).toBe(2_147_483_647);
  });

  it("keeps status and message of Nest's exceptions", async () => {
    expect((await get('/payment/fail/conflict')).json()).toEqual({ code: 409, message: 'taken', data: null });
  });

  it('exposes the message of a 5xx with `expose`', async () => {
    const answer = await get('/payment/fail/out-of-reach');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ code: 503, message: 'the database is down', data: null });
    expect(lines).toEqual([
      { level: 'error', text: 'GET /payment/fail/out-of-reach: 503 the database is down' },
    ]);
  });

  it.each([
    ['of a bug', 'bug', 1],
    ['not of a 500 that was thrown on purpose', 'on-purpose', 0],
  ])('logs the stack %s', async (_what, how, stacks) => {
    const logged: unknown[][] = [];
    app.useLogger({ log: () => undefined, warn: () => undefined, error: (...all) => void logged.push(all) });
    expect((await get(`/payment/fail/${how}`)).statusCode).toBe(500);
    expect(logged).toHaveLength(1);
    expect(logged[0]!.filter((each) => /\n\s+at /.test(String(each)))).toHaveLength(stacks);
  });

  it.each([
    ['a bug', 'bug', 500],
    ['a failure of something behind it', 'inside', 502],
    ['something that is no Error', 'text', 500],
  ])('logs %s without exposing it', async (_what, how, status) => {
    const answer = await get(`/payment/fail/${how}`);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ code: status, data: null });
    expect(answer.body).not.toMatch(/secret|just a text|\.ts/);
    expect(lines).toEqual([{ level: 'error', text: expect.stringMatching(/secret|just a text/) }]);
  });

  it('describes the routes at /docs-json', async () => {
    const { info, paths, components } = (await get('/docs-json')).json();
    expect(info).toMatchObject({ title: 'Echo', description: 'Says what it heard.' });
    expect(Object.keys(paths)).toEqual(['/payment/create', '/payment/get/{id}', '/payment/fail/{how}']);
    expect(components.schemas.CreatePaymentDto.properties.serial).toMatchObject({
      minLength: 1,
      maxLength: 200,
    });
    expect(components.schemas.Payment.properties.id.type).toBe('integer');
    expect(paths['/payment/get/{id}'].get.responses['200'].content['application/json'].schema).toEqual({
      allOf: [
        { $ref: '#/components/schemas/CommonResult' },
        { properties: { data: { allOf: [{ $ref: '#/components/schemas/Payment' }], nullable: true } } },
      ],
    });
  });

  it('serves Swagger UI at /docs, with every file of the page', async () => {
    const page = await get('/docs');
    expect(page.headers['content-type']).toContain('text/html');
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toHaveLength(3);
    for (const file of files) expect((await get(file)).statusCode).toBe(200);
  });
});
