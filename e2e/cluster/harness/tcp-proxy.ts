import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Program } from '../../harness/program.js';
import { temporaryFolder } from '../../peers/harness/temporary-folder.js';
import { cleanup } from './cleanup-stack.js';

/** A port of this machine that forwards to a port in a network namespace. */
export class TcpProxy {
  private readonly open = new Set<Socket>();
  private readonly server: Server;

  private constructor(file: string) {
    this.server = createServer((client) => {
      const target = connect(file);
      for (const each of [client, target]) this.endTogether(each, [client, target]);
      client.pipe(target).pipe(client);
    });
    cleanup.defer(() => this.close());
  }

  /** @param command prefix that starts a program in the namespace */
  static async to([command = '', ...args]: readonly string[], port: number): Promise<TcpProxy> {
    const file = join(temporaryFolder('tcp-proxy'), 'socket');
    const inside = [process.execPath, join(__dirname, 'tcp-proxy-process.mjs'), file, String(port)];
    const program = new Program('TCP proxy', command, [...args, ...inside]);
    await program.until(async () => expect(program.output).toBe('open'), 20_000);
    const proxy = new TcpProxy(file);
    await once(proxy.server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get base(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private close(): void {
    this.open.forEach((each) => each.destroy());
    this.server.close();
  }

  private endTogether(socket: Socket, both: readonly Socket[]): void {
    this.open.add(socket);
    socket.on('error', () => both.forEach((each) => each.destroy()));
    socket.on('close', () => this.open.delete(socket));
  }
}
