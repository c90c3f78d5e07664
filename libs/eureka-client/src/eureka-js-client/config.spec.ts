import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Eureka } from './eureka.js';

const instance = {
  app: 'jqservice',
  hostName: 'localhost',
  ipAddr: '127.0.0.1',
  port: 8080,
  vipAddress: 'jq.test.something.com',
  dataCenterInfo: { name: 'MyOwn' },
};
const silent = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};

describe('the configuration of eureka-js-client', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'config-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));
  const file = (name: string, text: string) => writeFileSync(join(cwd, name), text);
  const configOf = (given: object = {}, env: Record<string, string> = {}) =>
    new Eureka({ cwd, logger: silent, instance, ...given }, { env }).config;

  it('has its defaults', () => {
    expect(configOf()).toMatchObject({
      shouldUseDelta: false,
      eureka: {
        heartbeatInterval: 30_000,
        servicePath: '/eureka/v2/apps/',
        maxRetries: 3,
        fetchRegistry: true,
      },
      instance,
    });
  });

  it.each([
    [{}, 'development'],
    [{ NODE_ENV: 'production' }, 'production'],
    [{ NODE_ENV: 'production', EUREKA_ENV: 'test' }, 'test'],
  ])('comes from its YAML files, with %j as the environment %s, and the constructor wins', (env, name) => {
    file('eureka-client.yml', 'eureka:\n  host: from-file\n  heartbeatInterval: 1\n  maxRetries: 9\n');
    file(`eureka-client-${name}.yml`, 'eureka:\n  heartbeatInterval: 2\n  maxRetries: 8\n');
    expect(configOf({ eureka: { maxRetries: 7 } }, env).eureka).toMatchObject({
      host: 'from-file',
      heartbeatInterval: 2,
      maxRetries: 7,
      registryFetchInterval: 30_000,
    });
  });

  it('may be in files of another name', () => {
    file('other.yml', 'eureka: { host: from-other }');
    expect(configOf({ filename: 'other' }).eureka.host).toBe('from-other');
  });

  it.each(['eureka: [', '- a list', 'text'])(
    'is rejected in a file that is %j, with the name of the file',
    (text) => {
      file('eureka-client.yml', text);
      expect(() => configOf()).toThrow('eureka-client.yml cannot be used');
    },
  );

  it('ignores an empty file', () => {
    file('eureka-client.yml', '# nothing yet');
    expect(configOf().eureka.maxRetries).toBe(3);
  });

  it.each(['app', 'vipAddress', 'port', 'dataCenterInfo'])(
    'requires instance.%s, with the original message',
    (key) => {
      const given = { ...instance, [key]: undefined };
      expect(() => configOf({ instance: given })).toThrow(`Missing "instance.${key}" config value.`);
      expect(() => configOf({ instance: given, eureka: { registerWithEureka: false } })).not.toThrow();
    },
  );

  it.each([
    [{ requestMiddleware: 'x' }, 'requestMiddleware must be a function'],
    [{ eureka: { useDns: true } }, 'EC2 region was undefined'],
  ])('rejects %j', (given, words) => expect(() => configOf(given)).toThrow(words));

  it.each([
    [{}, 'localhost'],
    [{ instanceId: 'one' }, 'one'],
    [{ dataCenterInfo: { name: 'Amazon', metadata: { 'instance-id': 'i-1' } } }, 'i-1'],
  ])('%j gives the instance id %s', (more, expected) => {
    const client = new Eureka({ cwd, logger: silent, instance: { ...instance, ...more } }, { env: {} });
    expect(client.instanceId).toBe(expected);
  });
});
