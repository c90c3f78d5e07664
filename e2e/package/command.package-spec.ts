import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, get } from '../harness/http.js';
import { Program } from '../harness/program.js';
import { Command } from './harness/command.js';
import { registerInstance } from './harness/register-instance.js';
import { commandHome } from './harness/home.js';

const stackTrace = /^\s+at .+:\d+/m;
const anyPort = { PORT: '0', HOST: '127.0.0.1' };
const { version } = JSON.parse(readFileSync(join(__dirname, '../../libs/eureka-cli/package.json'), 'utf8'));

describe('the command of the installed package', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'command-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  describe('ends with 0', () => {
    it('after it has printed its version, also through npx', async () => {
      const npx = new Program('npx', 'npx', ['--no-install', 'eureka-server', '--version'], {
        cwd: commandHome,
      });
      expect(await npx.exited).toEqual({ code: 0, signal: null });
      expect(npx.output).toBe(version);
      expect(await Command.ended(['-v'])).toEqual({ code: 0, signal: null, output: version });
    });

    it('after it has printed its flags and exit codes', async () => {
      const { code, output } = await Command.ended(['--help']);
      expect(code).toBe(0);
      expect(output).toContain('--peer <url>');
      expect(output).toContain('Exit codes: 0 ');
    });

    it('if a configuration is valid; it does not listen and makes no call', async () => {
      const [peer, called] = await countingServer();
      const { port } = peer.address() as AddressInfo;
      // Its port is in use, which does not matter.
      const file = put('application.yml', `server.port: ${port}\n`);
      const args = ['--check', '-c', file, '--peer', `http://127.0.0.1:${port}/eureka/`];
      const { code, output } = await Command.ended(args, { EUREKA_DATACENTER: 'east' });
      peer.close();
      expect(code).toBe(0);
      expect(output).toMatch(new RegExp(`server\\.port +${port} +.+application\\.yml:1`));
      expect(output).toMatch(/eureka\.datacenter +east +EUREKA_DATACENTER/);
      expect(called()).toBe(0);
    });

    it('when SIGTERM stops it, without waiting for idle connections', async () => {
      const command = new Command([], anyPort);
      const base = await command.responding();
      await registerInstance(base, 'guest-1');
      // A connection without a request, as browsers open them.
      const idle = connect(Number(new URL(base).port), '127.0.0.1');
      await new Promise((resolve) => idle.once('connect', resolve));
      const start = performance.now();
      expect(await command.stop()).toMatchObject({ code: 0, signal: null });
      // The connection alone would stay open for a minute.
      expect(performance.now() - start).toBeLessThan(20_000);
      idle.destroy();
    });
  });

  describe('ends with 1, in one line,', () => {
    it('if another program uses its port', async () => {
      const [other] = await countingServer();
      const { port } = other.address() as AddressInfo;
      const { code, output } = await Command.ended([], { ...anyPort, PORT: String(port) });
      other.close();
      expect(code).toBe(1);
      expect(output).toMatch(new RegExp(`port ${port} is in use by another program`));
      expect(output).not.toMatch(stackTrace);
    });
  });

  it('ends with 1 if it cannot start for another reason, and shows the error', async () => {
    // This address is reserved for documentation: no machine has it.
    const { code, output } = await Command.ended([], { PORT: '0', HOST: '203.0.113.1' });
    expect(code).toBe(1);
    expect(output).toContain('EADDRNOTAVAIL');
  });

  describe('ends with 2, in one line,', () => {
    it.each([
      [['--prot', '1'], {}, 'did you mean --port?'],
      [['--eureka.server.read-onyl=true'], {}, 'did you mean eureka.server.read-only?'],
      [[], { PORT: 'x' }, 'PORT is "x": it must be a port number'],
      [['-c', 'nope.yml'], {}, 'nope.yml: it cannot be read: there is no such file'],
      [['--check', '-c', 'nope.yml'], {}, 'nope.yml: it cannot be read: there is no such file'],
      [[], { SERVER_SSL_CERTIFICATE: 'nope.pem' }, 'SERVER_SSL_CERTIFICATE_PRIVATE_KEY'],
      [[], { SPRING_SECURITY_USER_NAME: 'me' }, 'SPRING_SECURITY_USER_PASSWORD'],
    ])('when flags or settings are wrong: %j %j', async (args, env, says) => {
      const { code, output } = await Command.ended(args, env);
      expect(code).toBe(2);
      expect(output).toContain(says);
      expect(output.split('\n')).toHaveLength(1);
    });
  });

  it("reads an application.yml of Spring's; the environment wins over it, and a flag over both", async () => {
    const file = put(
      'application.yml',
      `spring:
  application: {name: cloud-eureka-server}
  profiles: {active: peer1}
server:
  port: \${REGISTRY_PORT:0}
eureka:
  datacenter: from-the-file
  environment: from-the-file
  instance: {hostname: eureka7001.com}
  client:
    registerWithEureka: false
    fetch_registry: false
    serviceUrl:
      defaultZone: http://\${eureka.instance.hostname}:\${server.port}/eureka/
  server:
    enableSelfPreservation: false
    eviction_interval_timer_in_ms: 2000
    disable-dleta: true
`,
    );
    put('application-peer1.yml', 'server.address: 127.0.0.1\n');
    const env = { EUREKA_ENVIRONMENT: 'from-the-environment', EUREKA_DATACENTER: 'from-the-environment' };
    const command = new Command(['-c', file, '--eureka.datacenter=from-a-flag'], env);
    const base = await command.responding();
    const page = (await get(base, { accept: 'text/html' })).text;
    expect(page).toContain('from-the-environment');
    expect(page).toContain('from-a-flag');
    expect(page).not.toContain('from-the-file');
    await command.stop();
    expect(command.output).toContain(
      'disable-dleta has no effect: did you mean eureka.server.disable-delta?',
    );
    expect(command.output).not.toContain('fetch_registry');
  });

  it('lists the instances that clients register', async () => {
    const command = new Command([], anyPort);
    const base = await command.responding();
    expect((await registerInstance(base, 'guest-1')).status).toBe(204);
    expect((await get(`${base}/eureka/apps`)).text).toContain('"instanceId":"guest-1"');
    expect((await call('PUT', `${base}/eureka/apps/GUESTS/guest-1`)).status).toBe(200);
    await command.stop();
  });

  it('accepts the cancels of clients that stop at the same moment', async () => {
    const command = new Command([], anyPort);
    const base = await command.responding();
    for (const id of ['guest-1', 'guest-2']) await registerInstance(base, id);
    const stopped = command.stop();
    for (const id of ['guest-1', 'guest-2'])
      expect((await call('DELETE', `${base}/eureka/apps/GUESTS/${id}`)).status).toBe(200);
    expect(await stopped).toMatchObject({ code: 0, signal: null });
    expect(command.output).toContain('cancelled GUESTS/guest-2');
  });

  it('requires a login if a password is set, but not for its health', async () => {
    const command = new Command([], { ...anyPort, SPRING_SECURITY_USER_PASSWORD: 'secret' });
    const base = await command.responding();
    const refused = await get(`${base}/eureka/apps`);
    expect([refused.status, refused.text]).toEqual([401, '']);
    expect((await get(base)).status).toBe(401);
    const authorization = `Basic ${Buffer.from('user:secret').toString('base64')}`;
    expect((await get(`${base}/eureka/apps`, { authorization })).status).toBe(200);
    await command.stop();
    expect(command.output).not.toContain('secret');
  });

  it('refuses changes of clients if it is a mirror', async () => {
    const command = new Command(['--eureka.server.read-only=true'], anyPort);
    const base = await command.responding();
    expect((await registerInstance(base, 'guest-1')).status).toBe(403);
    expect(
      (await registerInstance(base, 'guest-2', { 'x-netflix-discovery-replication': 'true' })).status,
    ).toBe(204);
    expect((await get(`${base}/eureka/apps`)).text).not.toContain('guest-1');
    await command.stop();
  });

  it('uses TLS if it has a certificate', async () => {
    const fixture = (name: string) => join(__dirname, '../../libs/runtime/fixtures/tls', name);
    const command = new Command([], {
      ...anyPort,
      SERVER_SSL_CERTIFICATE: fixture('server.pem'),
      SERVER_SSL_CERTIFICATE_PRIVATE_KEY: fixture('server.key'),
    });
    await command.until(
      async () => expect(command.output).toContain('listening on https://127.0.0.1:'),
      20_000,
    );
    const [base] = /https:\S+/.exec(command.output) ?? [''];
    const ca = readFileSync(fixture('authority.pem'));
    const status = await new Promise((resolve, reject) => {
      request(`${base}/eureka/apps`, { ca, agent: false }, (response) =>
        resolve(response.resume().statusCode),
      )
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    expect(await command.stop()).toMatchObject({ code: 0, signal: null });
  });

  it('is one self-contained file', async () => {
    const alone = join(folder, 'eureka-server.mjs');
    copyFileSync(join(commandHome, 'node_modules/@eureka-nest/cli/dist/eureka-server.mjs'), alone);
    const command = new Program('alone', process.execPath, [alone], { cwd: folder, env: anyPort });
    const said = () =>
      /listening on (http:\S+?)\s*(?:\u001b|$)/m.exec(command.output)?.[1] ?? 'http://127.0.0.1:1';
    await command.until(async () => expect((await get(`${said()}/eureka/apps`)).status).toBe(200), 20_000);
    expect(await command.stop()).toMatchObject({ code: 0, signal: null });
  });
});

/** A server that counts connections and closes them. */
async function countingServer(): Promise<[Server, () => number]> {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return [server, () => connections];
}
