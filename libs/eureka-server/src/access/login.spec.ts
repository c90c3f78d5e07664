import fastify, { type FastifyInstance } from 'fastify';
import { requireLogin, type Login } from './login.js';

describe('a login', () => {
  let app: FastifyInstance;
  let told: string[];
  afterEach(() => app.close());

  /** A page behind the login, and one beside it, as `/actuator/health` is. */
  const behind = (login: Login) => {
    told = [];
    app = fastify();
    app.get('/health', () => 'open');
    void app.register(async (scope) => {
      requireLogin(scope, login, { warn: (line: string) => void told.push(line) });
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
      'its scheme in any case',
      { name: 'me', password: 'secret' },
      basic('me:secret').replace('Basic', 'bAsIc '),
    ],
    ['an empty password', { name: 'me', password: '' }, basic('me:')],
    ['colons in the password', { name: 'me', password: ':a:b' }, basic('me::a:b')],
    ['UTF-8, as browsers and curl send it', { name: 'zoë', password: 'pässwörd' }, basic('zoë:pässwörd')],
    ['ISO-8859-1, as Java does', { name: 'zoë', password: 'pässwörd' }, basic('zoë:pässwörd', 'latin1')],
    ['characters beyond ISO-8859-1', { name: 'me', password: '密码' }, basic('me:密码')],
  ])('lets in %s', async (_what, login, authorization) => {
    behind(login);
    expect((await ask(authorization)).body).toBe('in');
    expect(told).toEqual([]);
  });

  it.each([
    ['none', undefined],
    ['a wrong password', basic('me:Secret')],
    ['a wrong name', basic('you:secret')],
    ['no password', basic('me')],
    ['an empty password', basic('me:')],
    ['more than the password', basic('me:secret2')],
    ['nothing at all', 'Basic '],
    ['what is no base64', 'Basic %%%'],
    ['another scheme', basic('me:secret').replace('Basic', 'Bearer')],
  ])('refuses %s with a 401 that has no body and asks for a login', async (_what, authorization) => {
    behind({ name: 'me', password: 'secret' });
    const { statusCode, body, headers } = await ask(authorization);
    expect([statusCode, body]).toEqual([401, '']);
    expect(headers['www-authenticate']).toBe('Basic realm="Eureka", charset="UTF-8"');
    expect(told).toHaveLength(1);
    expect(told[0]).not.toContain('secret');
  });

  it('refuses before it reads a body', async () => {
    behind({ name: 'me', password: 'secret' });
    const payload = '{"a":';
    const headers = { 'content-type': 'application/json' };
    expect((await app.inject({ method: 'POST', url: '/apps', payload, headers })).statusCode).toBe(401);
  });

  it('leaves open what stands beside it', async () => {
    behind({ name: 'me', password: 'secret' });
    expect((await app.inject('/health')).body).toBe('open');
  });

  it('names an address that fails once, and again after it came in meanwhile', async () => {
    behind({ name: 'me', password: 'secret' });
    await ask(basic('me:wrong'));
    await ask(basic('me:wrong'));
    await ask(undefined, '10.0.0.2');
    expect(told).toEqual(['refused 10.0.0.1: a wrong login', 'refused 10.0.0.2: no login']);
    await ask(basic('me:secret'));
    await ask(basic('me:wrong'));
    expect(told.slice(2)).toEqual(['refused 10.0.0.1: a wrong login']);
  });

  it('names a thousand addresses at most', async () => {
    behind({ name: 'me', password: 'secret' });
    for (let each = 0; each < 1010; each++) await ask(undefined, `10.0.${each >> 8}.${each & 255}`);
    expect(told).toHaveLength(1000);
  });
});
