import { createServer, type AddressInfo } from 'node:net';
import { hostName, nodeFits, portOf, portState } from './doctor-checks.mjs';

const engines = '^20.19.0 || ^22.13.0 || >=24.11.0';

describe('the version of Node', () => {
  it.each([
    ['v20.18.9', 'blocks'],
    ['v20.19.0', 'ok'],
    ['v20.20.2', 'ok'],
    ['v21.7.0', 'blocks'],
    ['v22.12.9', 'blocks'],
    ['v22.13.0', 'ok'],
    ['v24.10.0', 'blocks'],
    ['v24.11.0', 'ok'],
    ['v26.0.0', 'ok'],
  ])('%s: %s', (version, outcome) => {
    expect(nodeFits(version, engines).outcome).toBe(outcome);
  });
});

describe('a port', () => {
  it.each(['127.0.0.1', '::1'])(
    'is taken while a program listens on %s, and free afterwards',
    async (host) => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, host, resolve));
      const { port } = server.address() as AddressInfo;
      expect(await portState(port)).toBe('taken');
      await new Promise((resolve) => server.close(resolve));
      expect(await portState(port)).toBe('free');
    },
  );

  it('that is taken blocks the start, and the app is named', async () => {
    expect(
      await portOf(
        'eureka-7001',
        7001,
        async () => 'taken',
        async () => [],
      ),
    ).toEqual({
      outcome: 'blocks',
      about: 'port 7001 (eureka-7001)',
      says: 'taken: stop the program that uses it, or set PORT for eureka-7001',
    });
  });

  it.each([
    ['en', 'taken by eureka-7001 (pid 7): end it with `npm run kill 7001`, or set PORT for eureka-7001'],
    ['zh', '被 eureka-7001（进程 7）占用：用 `npm run kill 7001` 结束它，或为 eureka-7001 设置 PORT'],
  ] as const)('that is taken names program and process (%s)', async (language, says) => {
    const orphan = async () => [{ pid: 7, command: 'node dist/bundle/eureka-7001.mjs' }];
    const finding = await portOf('eureka-7001', 7001, async () => 'taken', orphan, language);
    expect(finding.says).toBe(says);
  });

  it('that another program uses is not to be killed', async () => {
    const nginx = async () => [{ pid: 8, command: '/usr/sbin/nginx' }];
    const { says } = await portOf('eureka-7001', 7001, async () => 'taken', nginx);
    expect(says).toBe('taken by nginx (pid 8): stop the program that uses it, or set PORT for eureka-7001');
  });

  it('80 may be denied as long as 8080 is free', async () => {
    const denied = (other: 'free' | 'taken') => async (port: number) => (port === 80 ? 'denied' : other);
    expect((await portOf('order-consumer-80', 80, denied('free'))).outcome).toBe('note');
    expect((await portOf('order-consumer-80', 80, denied('taken'))).outcome).toBe('blocks');
  });
});

describe('a host name', () => {
  it.each([
    ['eureka7001.com', ['127.0.0.1'], 'linux', 'ok', '127.0.0.1'],
    ['eureka7001.com', [], 'linux', 'note', 'add the line `127.0.0.1 eureka7001.com` to /etc/hosts'],
    ['eureka7001.com', [], 'win32', 'note', String.raw`to C:\Windows\System32\drivers\etc\hosts`],
    ['eureka7002.com', ['203.0.113.7'], 'darwin', 'note', 'is 203.0.113.7, another machine'],
    ['localhost', ['::1', '127.0.0.1'], 'linux', 'ok', '::1, 127.0.0.1'],
    ['localhost', [], 'linux', 'blocks', 'does not resolve'],
  ] as const)('%s at %j on %s: %s', async (name, addresses, platform, outcome, says) => {
    const finding = await hostName(name, platform, async () => [...addresses]);
    expect(finding.outcome).toBe(outcome);
    expect(finding.says).toContain(says);
  });
});
