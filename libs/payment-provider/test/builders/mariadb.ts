import { freePort } from '@eureka-nest/runtime/testing';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { DatabaseOptions } from '../../src/persistence/database.options.js';
import { tempFolder, type Dialect } from './dialect.js';
import { until } from './until.js';

const run = promisify(execFile);

/** A MariaDB server for specs, with its own data and port. */
export class MariaDb {
  private server: ChildProcess | undefined;
  private databases = 0;

  private constructor(
    private readonly folder: string,
    private readonly removeFolder: () => Promise<void>,
    readonly port: number,
  ) {}

  /** Creates the data folder; does not start the server. */
  static async install(): Promise<MariaDb> {
    const { path, remove } = await tempFolder();
    await run('mariadb-install-db', [
      '--no-defaults',
      `--datadir=${join(path, 'data')}`,
      `--user=${userInfo().username}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]);
    return new MariaDb(path, remove, await freePort());
  }

  /** Starts the server, and waits until it responds. */
  async start(): Promise<void> {
    const server = spawn(
      'mariadbd',
      [
        '--no-defaults',
        `--datadir=${join(this.folder, 'data')}`,
        `--user=${userInfo().username}`,
        `--socket=${join(this.folder, 'socket')}`,
        `--port=${this.port}`,
        '--bind-address=127.0.0.1',
        // A default charset that cannot store Chinese, which the migrations have to change.
        '--character-set-server=latin1',
      ],
      { stdio: 'ignore' },
    );
    this.server = server;
    let ended = false;
    server.once('exit', () => (ended = true));
    while (!(await this.responds())) {
      if (ended) throw new Error('mariadbd ended while it started');
      await pause(50);
    }
  }

  /** Kills the server, as a power cut would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Suspends the server: it accepts connections, but does not respond. */
  async freeze(): Promise<void> {
    const { pid } = this.server ?? {};
    if (pid === undefined) return;
    process.kill(pid, 'SIGSTOP');
    // Threads stop one after the other, and one of them may still respond.
    await until(() => threadStates(pid).every((state) => state === 'T'));
  }

  thaw(): void {
    this.server?.kill('SIGCONT');
  }

  /** Kills the server and removes its data. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    await this.removeFolder();
  }

  url(database: string): string {
    return `mysql://root@127.0.0.1:${this.port}/${database}`;
  }

  async query(sql: string): Promise<void> {
    const connection = await createConnection({ uri: this.url('mysql'), connectTimeout: 2000 });
    try {
      await connection.query(sql);
    } finally {
      await connection.end();
    }
  }

  readonly dialect: Dialect = async () => {
    const name = `payments${++this.databases}`;
    await this.query(`CREATE DATABASE ${name}`);
    return {
      options: new DatabaseOptions({ url: this.url(name) }),
      driver: undefined,
      drop: () => this.query(`DROP DATABASE ${name}`),
    };
  };

  private async responds(): Promise<boolean> {
    return this.query('SELECT 1').then(
      () => true,
      () => false,
    );
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  }
}

/** State of each thread, as in proc(5): T is stopped. */
function threadStates(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map((thread) => {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      return stat.charAt(stat.lastIndexOf(')') + 2); // the name may contain parentheses
    });
  } catch {
    return ['gone']; // a thread has ended meanwhile: read again
  }
}
