import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killListener } from './kill-listener.mjs';
import { isDemoApp, listenersIn, listenersOn, programOf, socketsIn } from './listeners.mjs';

const app = { pid: 7, command: 'node --optimize-for-size dist/bundle/payment-provider-8002.mjs' };
const nginx = { pid: 8, command: '/usr/sbin/nginx -g daemon' };

describe('npm run kill', () => {
  const run = async (
    args: readonly string[],
    found: readonly (typeof app)[],
    language: 'zh' | 'en' = 'en',
    lingering = 0,
  ) => {
    let looks = lingering;
    const killed: number[] = [];
    const asked: number[] = [];
    const result = await killListener(
      args,
      language,
      async (port) => {
        asked.push(port);
        return killed.length === 0 || looks-- > 0 ? found : [];
      },
      (pid) => killed.push(pid),
    );
    return { ...result, killed, asked };
  };

  it.each(['8002', 'payment-provider-8002'])('kills the app that listens, named %s', async (name) => {
    expect(await run([name], [app])).toEqual({
      done: true,
      text: 'killed payment-provider-8002 (pid 7)',
      killed: [7],
      asked: [8002, 8002],
    });
  });

  it('returns once the app no longer listens', async () => {
    const { done, asked } = await run(['8002'], [app], 'en', 3);
    expect([done, asked.length]).toEqual([true, 5]);
  });

  it.each([
    [['8002'], [], 'no program listens on port 8002'],
    [['80'], [], 'order-consumer-80 takes 8080'],
    [['80'], [nginx], 'port 80 belongs to nginx (pid 8), which is no app of this demo'],
    [['8002'], [app, nginx], 'left alone'],
    [[], [app], 'usage: npm run kill <port>'],
    [['8002', '8003'], [app], 'usage'],
    [['0'], [app], 'usage'],
    [['65536'], [app], 'usage'],
    [['-1'], [app], 'usage'],
    [['x'], [app], 'usage'],
  ])('%j with the listeners %j kills nothing: %s', async (args, found, says) => {
    const { done, text, killed } = await run(args, found);
    expect([done, killed]).toEqual([false, []]);
    expect(text).toContain(says);
  });

  it('speaks Chinese', async () => {
    expect((await run(['8002'], [app], 'zh')).text).toBe('已杀掉 payment-provider-8002（进程 7）');
  });
});

describe('the listeners of a port', () => {
  it.each([
    ['node dist/bundle/eureka-7001.mjs', true, 'eureka-7001'],
    ['node --watch dist/dev/order-consumer-80.mjs', true, 'order-consumer-80'],
    [String.raw`"C:\Program Files\nodejs\node.exe" dist\bundle\eureka-7001.mjs`, true, 'eureka-7001'],
    ['/usr/bin/python3 -m http.server', false, 'python3'],
    ['node other.mjs', false, 'node'],
  ])('%s: an app of the demo %s, called %s', (command, is, program) => {
    expect(isDemoApp({ pid: 1, command })).toBe(is);
    expect(programOf({ pid: 1, command })).toBe(program);
  });

  it('are the listening sockets in /proc/net/tcp, not the connected ones', () => {
    const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F42 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0
   1: 0100007F:1F42 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 20 4 30 10 -1
   2: 0100007F:C001 0100007F:1F42 01 00000000:00000000 00:00000000 00000000  1000        0 4713 1 0 20 4 30 10 -1
   3: 00000000:1F43 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4714 1 0 100 0 0 10 0`;
    expect(socketsIn(table, 8002)).toEqual(['4711']);
  });

  it("are PowerShell's lines on Windows", () => {
    expect(listenersIn('12\tnode a.mjs\r\n\r\n13\tx.exe\r\n')).toEqual([
      { pid: 12, command: 'node a.mjs' },
      { pid: 13, command: 'x.exe' },
    ]);
  });

  const here = ['linux', 'darwin', 'win32'].includes(process.platform) ? describe : describe.skip;
  here('of this machine', () => {
    let folder: string;
    let child: ChildProcess;
    let port: number;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'kill-'));
      mkdirSync(join(folder, 'dist/bundle'), { recursive: true });
      const script = join(folder, 'dist/bundle/payment-provider-8002.mjs');
      writeFileSync(
        script,
        "import { createServer } from 'node:net'; const s = createServer().listen(0, '127.0.0.1', () => console.log(s.address().port));",
      );
      child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [text] = (await once(child.stdout!, 'data')) as [Buffer];
      port = Number(String(text));
    });
    afterEach(() => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    });

    it('are killed, and a process connected to the port goes on', async () => {
      const caller = connect(port, '127.0.0.1');
      await once(caller, 'connect');
      caller.on('error', () => undefined);
      expect((await listenersOn(port)).map(({ pid }) => pid)).toEqual([child.pid]);
      const ended = once(child, 'exit');
      // The caller is this process: it would not survive if it were taken for the listener.
      expect(await killListener([String(port)], 'en')).toMatchObject({ done: true });
      expect(await ended).toEqual([null, 'SIGKILL']);
      caller.destroy();
    });

    it('are left alone if they are no apps of the demo', async () => {
      const own = createServer().listen(0, '127.0.0.1');
      await once(own, 'listening');
      const { port: ownPort } = own.address() as AddressInfo;
      const { done, text } = await killListener([String(ownPort)], 'en');
      expect(done).toBe(false);
      expect(text).toContain(`(pid ${process.pid})`);
      own.close();
    });
  });
});
