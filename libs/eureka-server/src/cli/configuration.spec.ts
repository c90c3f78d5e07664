import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCommandLine } from './command-line.js';
import { resolveConfiguration } from './configuration.js';

describe('the configuration', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'configuration-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const fileOf = (text: string, name = 'application.yml') => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const configured = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    resolveConfiguration(parseCommandLine(args), env);

  it('takes each setting from the flags, then the environment, then the file, then the default', () => {
    const file = fileOf(
      'server: {port: 3, address: 127.0.0.3}\neureka: {datacenter: file, server: {disable-delta: true}}\n',
    );
    const env = { PORT: '2', HOST: '127.0.0.2', EUREKA_DATACENTER: '' };
    const { options, origins } = configured(['--config', file, '--port', '1'], env);
    expect(options).toMatchObject({
      port: 1,
      host: '127.0.0.2',
      datacenter: 'file',
      disableDelta: true,
      environment: 'test',
    });
    expect(Object.fromEntries(origins)).toEqual({
      port: '--port',
      host: 'HOST',
      datacenter: `${file}:2`,
      disableDelta: `${file}:2`,
    });
  });

  const course = `
server:
  port: 7001
spring:
  application:
    name: cloud-eureka-server
eureka:
  instance:
    hostname: eureka7001.com
  client:
    register-with-eureka: false
    fetch-registry: false
    serviceUrl:
      defaultZone: http://eureka7002.com:7002/eureka/
  server:
    enable-self-preservation: false
    eviction-interval-timer-in-ms: 2000
`;

  it('reads the application.yml of a registry of the course', () => {
    const { options, ignored } = configured(['-c', fileOf(course)]);
    expect(options).toMatchObject({
      port: 7001,
      myUrl: 'http://eureka7001.com:7001/eureka/',
      peers: ['http://eureka7002.com:7002/eureka/'],
      enableSelfPreservation: false,
      evictionIntervalMs: 2000,
    });
    expect(ignored.map(({ property, isWarning }) => [property.key, isWarning])).toEqual([
      ['spring.application.name', false],
      ['eureka.client.register-with-eureka', false],
      ['eureka.client.fetch-registry', false],
    ]);
  });

  it('recognizes a lone server by its own URL, with either host name and with a login', () => {
    const url = 'http://user:pw@${eureka.instance.hostname}:${server.port}/eureka/';
    const alone = `server.port: 7001
eureka.instance.hostname: eureka7001.com
eureka.client.service-url.defaultZone: ["${url}", "http://localhost:7001/eureka"]`;
    expect(configured(['-c', fileOf(alone)]).options.peers).toEqual([]);
  });

  it('resolves placeholders from flags, environment and file', () => {
    const file = fileOf(
      'server.port: ${REGISTRY_PORT:8761}\nstage: east\neureka:\n  environment: ${stage}\n  datacenter: dc-${server.port}\n',
    );
    expect(configured(['-c', file]).options).toMatchObject({
      port: 8761,
      environment: 'east',
      datacenter: 'dc-8761',
    });
    const { options } = configured(['-c', file, '--server.port=5'], { REGISTRY_PORT: '9', STAGE: 'west' });
    expect(options).toMatchObject({ port: 5, environment: 'west', datacenter: 'dc-5' });
  });

  it('warns of a variable that was meant to list the peers', () => {
    const env = {
      EUREKA_CLIENT_SERVICEURL: 'http://localhost:7002/eureka/',
      EUREKA_SERVICE_HOST: '10.0.0.1',
    };
    expect(configured([], env).ignored).toMatchObject([
      {
        property: { key: 'EUREKA_CLIENT_SERVICEURL' },
        why: expect.stringContaining('did you mean'),
        isWarning: true,
      },
    ]);
    const right = { EUREKA_CLIENT_SERVICEURL_DEFAULTZONE: 'http://localhost:7002/eureka/' };
    expect(configured([], right)).toMatchObject({ ignored: [], options: { peers: Object.values(right) } });
  });

  it('reads included profiles and groups, from flags, variables and the file', () => {
    const file = fileOf(
      'spring.profiles.group.east: [peer1]\n---\nspring.profiles: peer1\neureka.datacenter: one\n' +
        '---\nspring.profiles: more\neureka.environment: more\n',
    );
    const args = ['-c', file, '--spring.profiles.active=east', '--spring.profiles.include=more'];
    expect(configured(args)).toMatchObject({
      profiles: ['more', 'east', 'peer1'],
      options: { datacenter: 'one', environment: 'more' },
    });
    const env = { SPRING_PROFILES_ACTIVE: 'east', SPRING_PROFILES_INCLUDE: 'more' };
    expect(configured(['-c', file], env).profiles).toEqual(['more', 'east', 'peer1']);
  });

  it('leaves placeholders in unused settings unresolved', () => {
    const file = fileOf('eureka.instance.instance-id: ${random.uuid}\n');
    expect(configured(['-c', file]).options.port).toBe(8761);
  });

  const profiles =
    'server.port: 1\n---\nspring.profiles: peer2\nserver.port: 2\n---\nspring.profiles: peer3\nserver.port: 3\n';
  it.each([
    [[], {}, 1],
    [[], { SPRING_PROFILES_ACTIVE: 'peer2' }, 2],
    [['--spring.profiles.active=peer3'], { SPRING_PROFILES_ACTIVE: 'peer2' }, 3],
  ])('has the documents of the profile selected by %j and %j', (args, env, port) => {
    expect(configured(['-c', fileOf(profiles), ...args], env).options.port).toBe(port);
  });

  it("reads Java's own form of a settings file", () => {
    const file = fileOf(
      'server.port=7001\neureka.server.enableSelfPreservation=false\n',
      'application.properties',
    );
    expect(configured(['-c', file]).options).toMatchObject({ port: 7001, enableSelfPreservation: false });
  });

  it.each([
    ['eureka.server.enable-self-preservaton', true, 'did you mean eureka.server.enable-self-preservation?'],
    ['eureka.client.service-url.default-zone', true, 'did you mean eureka.client.service-url.defaultZone?'],
    ['eureka.client.service-url.defaultzone', true, 'did you mean eureka.client.service-url.defaultZone?'],
    ['eureka.client.service-url.zone1', true, 'only the zone defaultZone is read'],
    ['eureka.server.nonsense', true, 'there is no such setting'],
    ['eureka.server.initialCapacityOfResponseCache', false, 'this server has no such pool'],
    ['eureka.server.registry-sync-retries', false, 'the initial sync goes on until a peer has responded'],
    ['eureka.server.max-threads-for-peer-replication', false, 'this server has no such pool'],
    ['eureka.server.peer-node-total-connections', false, 'this server has no such pool'],
    ['eureka.server.batch-replication', false, 'Java does not read it either'],
    ['eureka.server.remote-region-urls', true, 'remote regions are not supported'],
    ['server.ssl.key-store', true, 'key stores are not read, only PEM files (server.ssl.certificate)'],
    [
      'server.servlet.context-path',
      true,
      'set eureka.server.path for the API, eureka.dashboard.path for the dashboard',
    ],
    ['management.endpoints.web.exposure.include', false, 'for Spring only'],
    ['server.tomcat.threads.max', false, 'for Spring only'],
  ])('explains why %s has no effect (warning: %s): %s', (key, isWarning, why) => {
    const { ignored } = configured(['-c', fileOf(`${key}: x\n`)]);
    expect(ignored).toMatchObject([{ why, isWarning }]);
  });

  it.each([
    [['--port', '80x'], '', '--port is "80x": it must be a port number'],
    [['--server.address='], '', '--server.address needs a value'],
    [['--peer', 'localhost:7001'], '', '--peer is "localhost:7001": it must be a list'],
    [['--peer', 'http://localhost:7001/eueka/'], '', '--peer eureka.client.service-url.defaultZone is'],
    [['--eureka.server.read-onyl=true'], '', 'has no effect: did you mean eureka.server.read-only?'],
    [[], 'server:\n  port: 80x\n', 'application.yml:2 server.port is "80x": it must be a port number'],
    [[], 'server:\n port: 1\n  address: x\n', /application\.yml:2:8: invalid YAML/],
    [[], 'server.port: ${constructor}\n', 'application.yml:1: ${constructor} is set nowhere'],
    [[], 'server.port: ${NOPE}\n', 'application.yml:1: ${NOPE} is set nowhere'],
    [[], 'eureka.instance.hostname: a b\n', 'application.yml:1 eureka.instance.hostname is "a b"'],
    [[], 'spring.security.user.name: admin\n', 'userPassword (SPRING_SECURITY_USER_PASSWORD)'],
    [[], 'spring.security.user.password: "{bcrypt}$2a$10$x"\n', 'it must be the password itself'],
    [[], 'server.ssl.certificate: no.pem\n', 'tlsPrivateKey (SERVER_SSL_CERTIFICATE_PRIVATE_KEY)'],
    [
      [],
      'server.ssl.certificate: no.pem\nserver.ssl.certificate-private-key: no.key\n',
      /application\.yml:1 server\.ssl\.certificate is "no\.pem": it must be a file that can be read/,
    ],
  ])('%j and the file %j are refused: %s', (args, text, says) => {
    const given = text === '' ? args : [...args, '-c', fileOf(text)];
    expect(() => configured(given)).toThrow(says);
  });

  it('names a missing file', () => {
    expect(() => configured(['-c', join(folder, 'nope.yml')])).toThrow(
      'nope.yml: it cannot be read: there is no such file',
    );
  });
});
