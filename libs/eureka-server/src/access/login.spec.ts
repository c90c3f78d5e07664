import fastify, { type FastifyInstance } from 'fastify';
import type { Login } from '../options/access.options.js';
import { requireLogin } from './login.js';

describe('a login', () => {
  let app: FastifyInstance;
  let logged: string[];
  afterEach(() => app.close());

  /** A page behind the login, and one outside of it, like `/health`. */
  const startWith = (login: Login) => {
    logged = [];
    app = fastify();
    app.get('/health', () => 'open');
    void app.register(async (scope) => {
      requireLogin(scope, login, { warn: (line: string) => void logged.push(line) });
      scope.get('/apps', () => 'in');
      scope.post('/apps', () => 'in');
    });
  };
  const ask = (authorization?: string, remoteAddress = '10.0.0.1') =>
    app.inject({ url: '/apps', headers: { ...(authorization && { authorization }) }, remoteAddress });
  const basic = (text: string, charset: BufferEncoding = 'utf8') =>
    `Basic ${Buffer.from(text, charset).toString('base64')}`;

  it.each([
    ['the right one', { name: 'me', password: 'secret' }, basic('me:secret')],
    [
      'a scheme in any case',
      { name: 'me', password: 'secret' },
      basic('me:secret').replace('Basic', 'bAsIc '),
    ],
    ['an empty password', { name: 'me', password: '' }, basic('me:')],
    ['colons in the password', { name: 'me', password: ':a:b' }, basic('me::a:b')],
    ['UTF-8, as sent by browsers and curl', { name: 'zoë', password: 'pässwörd' }, basic('zoë:pässwörd')],
    ['ISO-8859-1, as sent by Java', { name: 'zoë', password: 'pässwörd' }, basic('zoë:pässwörd', 'latin1')],
    ['characters beyond ISO-8859-1', { name: 'me', password: '密码' }, basic('me:密码')],
  ])('accepts %s', async (_what, login, authorization) => {
    startWith(login);
    expect((await ask(authorization)).body).toBe('in');
    expect(logged).toEqual([]);
  });

  it.each([
    ['no credentials', undefined],
    ['a wrong password', basic('me:Secret')],
    ['a wrong name', basic('you:secret')],
    ['no password', basic('me')],
    ['an empty password', basic('me:')],
    ['a longer password', basic('me:secret2')],
    ['empty credentials', 'Basic '],
    ['invalid base64', 'Basic %%%'],
    ['another scheme', basic('me:secret').replace('Basic', 'Bearer')],
  ])('rejects %s with a 401 without a body that asks for a login', async (_what, authorization) => {
    startWith({ name: 'me', password: 'secret' });
    const { statusCode, body, headers } = await ask(authorization);
    expect([statusCode, body]).toEqual([401, '']);
    expect(headers['www-authenticate']).toBe('Basic realm="Eureka", charset="UTF-8"');
    expect(logged).toHaveLength(1);
    expect(logged[0]).not.toContain('secret');
  });

  it('rejects before the body is read', async () => {
    startWith({ name: 'me', password: 'secret' });
    const payload = '{"a":';
    const headers = { 'content-type': 'application/json' };
    expect((await app.inject({ method: 'POST', url: '/apps', payload, headers })).statusCode).toBe(401);
  });

  it('does not protect routes outside of it', async () => {
    startWith({ name: 'me', password: 'secret' });
    expect((await app.inject('/health')).body).toBe('open');
  });

  it('logs an address once, and again after a success from there', async () => {
    startWith({ name: 'me', password: 'secret' });
    await ask(basic('me:wrong'));
    await ask(basic('me:wrong'));
    await ask(undefined, '10.0.0.2');
    expect(logged).toEqual([
      'login refused for 10.0.0.1: wrong credentials',
      'login refused for 10.0.0.2: no credentials',
    ]);
    await ask(basic('me:secret'));
    await ask(basic('me:wrong'));
    expect(logged.slice(2)).toEqual(['login refused for 10.0.0.1: wrong credentials']);
  });

  it('logs a thousand addresses at most', async () => {
    startWith({ name: 'me', password: 'secret' });
    for (let each = 0; each < 1010; each++) await ask(undefined, `10.0.${each >> 8}.${each & 255}`);
    expect(logged).toHaveLength(1000);
  });
});
