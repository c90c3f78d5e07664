import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiOperation } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { CreatePaymentDto } from '../index.js';
import { PaymentIdPipe, useCourseConventions } from './index.js';

@Controller('payment')
class PaymentController {
  @Post('create')
  create(@Body() payment: CreatePaymentDto): CreatePaymentDto {
    return payment;
  }

  @Get('get/:id')
  get(@Param('id', PaymentIdPipe) id: number): number {
    return id;
  }

  @Get('fail')
  fail(): never {
    throw new TypeError('x is undefined');
  }

  @Get('down')
  @ApiOperation({ summary: 'Is always closed' })
  down(): never {
    throw Object.assign(new Error('the shop is closed'), { statusCode: 503, expose: true });
  }
}

describe('the errors of an app in Chinese', () => {
  let app: NestFastifyApplication;
  const lines: string[] = [];

  beforeEach(async () => {
    lines.length = 0;
    const testing = await Test.createTestingModule({ controllers: [PaymentController] }).compile();
    app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    useCourseConventions(app, 'Shop', { en: 'Sells.', zh: '出售。' }, [
      [/^the shop is closed$/, '商店已打烊'],
      [/^Is always closed$/, '总是打烊'],
    ]);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const record = (text: unknown) => void lines.push(String(text));
    app.useLogger({ log: record, warn: record, error: record });
  });
  afterEach(async () => {
    process.env['LC_ALL'] = 'C.UTF-8';
    await app.close();
  });

  const json = { 'content-type': 'application/json' };
  const large = JSON.stringify({ serial: 'x'.repeat(2_000_000) });

  it.each([
    ['GET', '/payment/get/abc', undefined, {}, 'id 必须是 1 到 2147483647 的整数'],
    ['GET', '/nowhere', undefined, {}, '没有这个路由：GET /nowhere'],
    ['GET', '/payment/fail', undefined, {}, '服务内部出错：请查看它的日志'],
    ['GET', '/payment/down', undefined, {}, '商店已打烊'],
    ['POST', '/payment/create', '{}', json, 'serial 必须是 1 到 200 个字符的文本（不能含 NUL）'],
    ['POST', '/payment/create', undefined, {}, 'serial 必须是 1 到 200 个字符的文本（不能含 NUL）'],
    ['POST', '/payment/create', '{"serial":', json, expect.stringMatching(/^请求体不是有效的 JSON/)],
    ['POST', '/payment/create', 'serial=x', json, expect.stringMatching(/^请求体不是有效的 JSON/)],
    ['POST', '/payment/create', '{"__proto__":1}', json, expect.stringMatching(/^请求体不是有效的 JSON/)],
    ['POST', '/payment/create', large, json, '请求体过大'],
    [
      'POST',
      '/payment/create',
      'a',
      { 'content-type': 'text/plain' },
      'content-type 必须是 application/json，而不是 text/plain',
    ],
  ] as const)('%s %s %.20s', async (method, url, payload, headers, message) => {
    const response = await app.inject({
      method,
      url,
      headers: { ...headers, 'accept-language': 'zh-CN,zh;q=0.9' },
      ...(payload !== undefined && { payload }),
    });
    expect(response.json()).toEqual({ code: response.statusCode, message, data: null });
    expect(response.headers['vary']).toBe('accept-language');
  });

  it('belong to a start page in Chinese', async () => {
    const page = await app.inject({ url: '/', headers: { 'accept-language': 'zh-CN' } });
    expect(page.body).toContain('<p>出售。</p>');
    expect(page.body).toContain('<dd>总是打烊</dd>');
  });

  it('follow the caller in responses and the process in the log', async () => {
    await app.inject({ url: '/payment/down', headers: { 'accept-language': 'zh' } });
    process.env['LC_ALL'] = 'zh_CN.UTF-8';
    const asked = await app.inject({ url: '/payment/down', headers: { 'accept-language': 'en' } });
    const unasked = await app.inject({ url: '/payment/down' });
    expect([asked.json().message, unasked.json().message]).toEqual(['the shop is closed', '商店已打烊']);
    expect(lines).toEqual([
      'GET /payment/down: 503 the shop is closed',
      'GET /payment/down: 503 商店已打烊',
      'GET /payment/down: 503 商店已打烊',
    ]);
  });
});
