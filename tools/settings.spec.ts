import { EurekaClientOptions } from '@eureka-nest/client';
import { settingsOf } from '@eureka-nest/runtime';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declaredSettings } from './declared-settings.mjs';
import { envNameRule, settingsInSource } from './settings-in-source.mjs';
import { asInEnvironment, settingsPage } from './settings-page.mjs';

const root = join(__dirname, '..');
const envNameOf = envNameRule(root);

describe('the settings in a source', () => {
  const { settings, otherDefaults } = settingsInSource(
    `const zone = 'eureka.client.service-url.defaultZone';
     export class Demo extends Base {
       /** How often
        *  it sweeps. */
       @setting('eureka.server.eviction-interval-timer-in-ms', milliseconds)
       readonly evictionIntervalMs: number = 60_000;
       @setting(zone, listOf(url))
       readonly serviceUrls: readonly string[] = ['http://a/', 'http://b/'];
       @setting('server.port', port, 'PORT')
       readonly port?: number;
       override readonly host: string = 'localhost';
       notOne = 1;
     }
     const demo = { serviceUrls: ['http://localhost:7001/eureka/'] as readonly string[] };`,
    envNameOf,
  );

  it('have a name, a variable, a kind, a default and a documentation', () => {
    expect(settings[0]).toEqual({
      owner: 'Demo',
      key: 'evictionIntervalMs',
      env: 'EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS',
      yml: 'eureka.server.eviction-interval-timer-in-ms',
      kind: 'milliseconds',
      value: '60_000',
      doc: 'How often it sweeps.',
    });
  });

  it('may take their name from a const, or state their variable', () => {
    expect(settings.map(({ env }) => env)).toEqual([
      'EUREKA_SERVER_EVICTION_INTERVAL_TIMER_IN_MS',
      'EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE',
      'PORT',
    ]);
  });

  it('are distinct from other defaults of inherited settings', () => {
    expect(otherDefaults).toEqual([
      { owner: 'Base', key: 'host', value: "'localhost'" },
      { key: 'serviceUrls', value: "['http://localhost:7001/eureka/']" },
    ]);
  });

  it('are refused if the name is not a literal', () => {
    expect(() => settingsInSource('class A { @setting(`a.${b}`, text) a = 1; }', envNameOf)).toThrow(
      'the name must be a text or a const of the same file',
    );
  });
});

describe('a default', () => {
  it.each([
    ['60_000', '60000'],
    ["'sqlite'", 'sqlite'],
    ["['http://a/', 'http://b/']", 'http://a/,http://b/'],
    ['[]', ''],
    ['{}', ''],
    ['`payment${port}`', 'payment<port>'],
    ['0.85', '0.85'],
  ])('%s is written %j in the environment', (source, text) => {
    expect(asInEnvironment(source)).toBe(text);
  });
});

describe('the list of settings', () => {
  const packages = declaredSettings(root);

  it('has the settings of the classes at run time', () => {
    const listed = packages.find((each) => each.package === '@eureka-nest/client')?.settings ?? [];
    const running = settingsOf(EurekaClientOptions);
    expect(listed.map(({ key, env, yml }) => ({ key, env, yml }))).toEqual(
      running.map(({ key, env, yml }) => ({ key, env, yml })),
    );
  });

  it('describes each setting', () => {
    const silent = packages.flatMap(({ settings }) => settings).filter(({ doc }) => doc === '');
    expect(silent.map(({ owner, key }) => `${owner}.${key}`)).toEqual([]);
  });

  it('is the page docs/settings.md (out of date: npm run env -- --write)', () => {
    expect(readFileSync(join(root, 'docs/settings.md'), 'utf8')).toBe(settingsPage(packages));
  });
});
