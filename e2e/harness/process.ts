import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { get } from './http.js';
import type { AppName } from './app-names.js';

const root = join(__dirname, '..', '..');
const running = new Set<AppProcess>();

export type Env = Readonly<Record<string, string>>;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One app as its own process, as `serve` starts it. */
export class AppProcess {
  /** What it has printed so far. */
  readonly lines: string[] = [];
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;

  /** @param through a program that starts the app in its place, such as one that takes rights away */
  constructor(
    readonly name: AppName,
    private readonly env: Env,
    through: readonly string[] = [],
  ) {
    const [command = '', ...args] = [
      ...through,
      process.execPath,
      join(root, 'dist', 'bundle', `${name}.mjs`),
    ];
    this.child = spawn(command, args, {
      cwd: root,
      // Nothing of the person's own environment may decide here.
      env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code, signal) => {
        running.delete(this);
        resolve({ code, signal });
      });
    });
    this.exited.catch(() => running.delete(this));
    running.add(this);
    for (const stream of [this.child.stdout, this.child.stderr]) this.collect(stream);
  }

  get output(): string {
    return this.lines.join('\n');
  }

  get hasEnded(): boolean {
    return !running.has(this);
  }

  /** Waits until it answers; a process that ends instead fails with what it printed. */
  async answering(within = 20_000): Promise<this> {
    const url = `http://127.0.0.1:${this.env['PORT']}/actuator/health`;
    const answered = eventually(async () => {
      if (!this.hasEnded) expect((await get(url)).status).toBe(200);
    }, within);
    await answered.catch((cause: unknown) => {
      throw new Error(`${this.name} did not answer in ${within} ms and printed:\n${this.output}`, { cause });
    });
    if (this.hasEnded) throw new Error(`${this.name} ended and printed:\n${this.output}`);
    return this;
  }

  /** Asks it to end, as Ctrl-C does, and gives how it ended and after how many ms. */
  async stop(): Promise<Exit & { tookMs: number }> {
    const start = performance.now();
    this.child.kill('SIGTERM');
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    const exit = await this.exited;
    clearTimeout(impatience);
    return { ...exit, tookMs: performance.now() - start };
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<Exit> {
    this.child.kill('SIGKILL');
    return this.exited;
  }

  private collect(stream: NodeJS.ReadableStream | null): void {
    let open = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      const parts = (open + text).split('\n');
      open = parts.pop() ?? '';
      this.lines.push(...parts);
    });
    stream?.on('end', () => open && this.lines.push(open));
  }
}

/** Ends what this spec file has started and not ended, whatever became of its tests. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map((each) => each.kill()));
}
