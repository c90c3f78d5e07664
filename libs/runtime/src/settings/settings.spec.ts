import { inspect } from 'node:util';
import { fromEnv } from './env.js';
import {
  count,
  flag,
  fraction,
  listOf,
  logLevel,
  milliseconds,
  oneOf,
  pairs,
  port,
  secret,
  text,
  url,
} from './kinds.js';
import { applySettings, envNameOf, setting, settingsOf } from './setting.js';

class Base {
  @setting('server.port', port, 'PORT')
  readonly port: number = 80;
}

class Demo extends Base {
  @setting('eureka.server.eviction-interval-timer-in-ms', milliseconds)
  readonly evictionIntervalMs: number = 60_000;
  @setting('eureka.client.service-url.defaultZone', listOf(url))
  readonly serviceUrls: readonly string[] = [];

  constructor(given: Partial<Demo> = {}) {
    super();
    applySettings(this, given);
  }
}

class Guarded {
  @setting('demo.password', secret)
  readonly password?: string;
  @setting('demo.url', url)
  readonly url?: string;
  constructor(given: Partial<Guarded> = {}) {
    applySettings(this, given);
  }
}

describe('a login in an invalid setting', () => {
  const errorOf = (given: object) => {
    try {
      return new Demo(given);
    } catch (error) {
      return error;
    }
  };

  it.each([
    'http://user:se#cret@localhost:7001/eureka/',
    'http://user:se/cret@localhost:7001/eureka/',
    'http://user:se?cret@localhost:7001/eureka/',
    'http://user:se@cret@localhost:70010/eureka/',
    'http://user:se//cret@localhost:70010/eureka/',
    'user:se:cret/@localhost:7001/eureka/',
  ])('is hidden, and has to be percent-encoded: %s', (given) => {
    for (const serviceUrls of [[given], ['http://a:b@other:1/eureka/', given]]) {
      const error = errorOf({ serviceUrls });
      expect(inspect(error)).not.toMatch(/cret|user:|\bse\b|a:b/);
      expect(inspect(error)).toContain('***@localhost:70');
      expect(inspect(error)).toContain('must be percent-encoded, # as %23');
    }
    const env = { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: `http://a:b@other:1/eureka/,${given}` };
    expect(() => fromEnv(Demo, env)).toThrow('***@localhost:70');
    expect(() => fromEnv(Demo, env)).not.toThrow(/cret|a:b/);
  });

  it.each(['http://user:secret@localhost:70010/eureka/', 'user:secret@localhost:7001/eureka/'])(
    'is hidden where something else is wrong: %s',
    (given) => {
      expect(inspect(errorOf({ serviceUrls: [given] }))).not.toMatch(/secret|percent/);
    },
  );

  it('is hidden in a list, which a comma in a password splits', () => {
    for (const start of ['http://user:se', 'http://user:80']) {
      const env = { EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: `${start},cret@localhost:7001/eureka/` };
      expect(() => fromEnv(Demo, env)).toThrow('"http://***@localhost:7001/eureka/"');
      expect(() => fromEnv(Demo, env)).toThrow('percent-encoded');
    }
  });

  it('is hidden where a password has a wrong type or a misspelt name', () => {
    expect(() => new Guarded({ password: 12345 as never })).toThrow('password is "******"');
    expect(() => new Guarded({ pasword: 'hunter2' } as never)).toThrow('pasword is "******"');
    expect(() => new Guarded({ url: 'hunter2@host' })).toThrow('"***@host"');
  });
});

describe('settings', () => {
  it('have their defaults unless given', () => {
    expect(new Demo()).toEqual({ port: 80, evictionIntervalMs: 60_000, serviceUrls: [] });
    expect(new Demo({ port: 7001, evictionIntervalMs: undefined }).port).toBe(7001);
  });

  it('include those of the parent classes', () => {
    expect(settingsOf(Demo).map((each) => each.env)).toEqual([
      'PORT',
      'EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS',
      'EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE',
    ]);
    expect(settingsOf(Base)).toHaveLength(1);
  });

  it.each([
    [{ port: 70_000 }, 'port is 70000: it must be a port number'],
    [{ evictionIntervalMs: 0 }, 'evictionIntervalMs is 0: it must be a whole number of milliseconds'],
    [{ serviceUrls: ['localhost:7001'] }, 'serviceUrls is ["localhost:7001"]: it must be a list'],
    [
      { evictIntervalMs: 1 },
      'evictIntervalMs is 1: it must be left out: there is no such option, did you mean evictionIntervalMs?',
    ],
  ])('reject %j, naming it', (given, message) => {
    expect(() => new Demo(given as never)).toThrow(message);
  });

  it.each([
    ['evictionIntervalms', 'did you mean evictionIntervalMs?'],
    ['evictionInterval', 'did you mean evictionIntervalMs?'],
    ['eviction-interval-timer-in-ms', 'did you mean evictionIntervalMs?'],
    ['evictionIntervalTimerInMs', 'did you mean evictionIntervalMs?'],
    ['eureka.server.evictionIntervalTimerInMs', 'did you mean evictionIntervalMs?'],
    ['serviceUrl', 'did you mean serviceUrls?'],
    ['defaultZone', 'did you mean serviceUrls?'],
    ['prot', 'did you mean port?'],
    ['peerEurekaNodes', 'docs/settings.md lists them'],
    ['x', 'docs/settings.md lists them'],
  ])('say which option was meant by %s: %s', (name, hint) => {
    const given = { [name]: 1 } as never;
    expect(() => new Demo(given)).toThrow(
      new RegExp(`there is no such option[,;] ${hint.replace('?', '.')}$`),
    );
  });

  it('are read from the environment, where an empty variable counts as unset', () => {
    const env = {
      PORT: ' 8001 ',
      EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS: '',
      EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: 'http://a:7001/eureka/, http://b:7002/eureka/',
    };
    expect(fromEnv(Demo, env)).toEqual({
      port: 8001,
      serviceUrls: ['http://a:7001/eureka/', 'http://b:7002/eureka/'],
    });
  });

  it("are read from variables in Spring's spelling too; ours win", () => {
    const env = {
      EUREKA_SERVER_EVICTIONINTERVALTIMERINMS: '2000',
      EUREKA_CLIENT_SERVICEURL_DEFAULTZONE: 'http://a:7001/eureka/',
      SERVER_PORT: '7001',
      PORT: '7002',
    };
    expect(fromEnv(Demo, env)).toEqual({
      port: 7002,
      evictionIntervalMs: 2000,
      serviceUrls: ['http://a:7001/eureka/'],
    });
    expect(fromEnv(Demo, { SERVER_PORT: '7001' })).toEqual({ port: 7001 });
  });

  it('report the invalid variable, its value and what is allowed', () => {
    expect(() => fromEnv(Demo, { PORT: '80x' })).toThrow(
      'PORT is "80x": it must be a port number from 0 (any free port) to 65535',
    );
  });

  it.each([
    ['server.port', 'SERVER_PORT'],
    ['eureka.instance.prefer-ip-address', 'EUREKA_INSTANCE_PREFER_IP_ADDRESS'],
    ['eureka.client.service-url.defaultZone', 'EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE'],
  ])('have a variable derived from their name: %s', (yml, env) => {
    expect(envNameOf(yml)).toBe(env);
  });
});

describe('the kinds of settings', () => {
  it.each([
    [port, '8001', 8001],
    [port, '-1', undefined],
    [port, '0x50', undefined],
    [milliseconds, '0', undefined],
    [milliseconds, '2147483648', undefined],
    [count, '0', 0],
    [fraction, '0.85', 0.85],
    [fraction, '1.5', undefined],
    [fraction, 'NaN', undefined],
    [flag, 'TRUE', true],
    [flag, 'yes', true],
    [flag, 'off', false],
    [flag, 'maybe', undefined],
    [logLevel, 'INFO', 'log'],
    [logLevel, 'Trace', 'debug'],
    [logLevel, 'warn', 'warn'],
    [logLevel, 'loud', undefined],
    [text, 'a', 'a'],
    [oneOf('sqlite', 'mysql'), 'MySQL', 'mysql'],
    [oneOf('sqlite', 'mysql'), 'oracle', undefined],
    [url, 'http://localhost:7001/eureka/', 'http://localhost:7001/eureka/'],
    [url, 'localhost:7001', undefined],
    [url, 'ftp://localhost', undefined],
    [pairs, 'zone=z1, note=a=b', { zone: 'z1', note: 'a=b' }],
    [pairs, 'zone', undefined],
  ])('reads %j %s as %j', (kind, given, value) => {
    expect(kind.read(given as never)).toEqual(value);
  });
});
