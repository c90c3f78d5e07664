import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Program } from '../../harness/program.js';
import { temporaryFolder } from '../../peers/harness/temporary-folder.js';
import { atTheEnd } from './cleanup-stack.js';

/** A port of this machine that leads to a port in a network namespace. */
export class Door {
  private readonly open = new Set<Socket>();
  private readonly server: Server;

  private constructor(file: string) {
    this.server = createServer((caller) => {
      const there = connect(file);
      for (const each of [caller, there]) this.endTogether(each, [caller, there]);
      caller.pipe(there).pipe(caller);
    });
    atTheEnd(() => this.close());
  }

  /** @param through what starts a program in that namespace */
  static async to([command = '', ...args]: readonly string[], port: number): Promise<Door> {
    const file = join(temporaryFolder('door'), 'in');
    const inside = [process.execPath, join(__dirname, 'tcp-proxy-process.mjs'), file, String(port)];
    const program = new Program('door', command, [...args, ...inside]);
    await program.until(async () => expect(program.output).toBe('open'), 20_000);
    const door = new Door(file);
    await once(door.server.listen(0, '127.0.0.1'), 'listening');
    return door;
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
