import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { eventually } from './eventually.js';

const running = new Set<Program>();

export type Env = Readonly<Record<string, string>>;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Start {
  readonly env?: Env;
  readonly cwd?: string;
}

/** A program as a process. */
export class Program {
  /** Lines that were printed so far. */
  readonly lines: string[] = [];
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;

  constructor(
    readonly name: string,
    command: string,
    args: readonly string[],
    { env = {}, cwd }: Start = {},
  ) {
    this.child = spawn(command, args, {
      cwd,
      // The environment of the user must not influence the test.
      env: { PATH: process.env['PATH'] ?? '', ...env },
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

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Resident memory. */
  get residentMb(): number {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  }

  get hasEnded(): boolean {
    return !running.has(this);
  }

  /** Waits until `look` does not throw; fails with the output if the program ends. */
  async until(look: () => Promise<unknown>, within: number): Promise<this> {
    const ready = eventually(async () => {
      if (!this.hasEnded) await look();
    }, within);
    await ready.catch((cause: unknown) => {
      throw new Error(`${this.name} was not ready in ${within} ms and printed:\n${this.output}`, { cause });
    });
    if (this.hasEnded) throw new Error(`${this.name} ended and printed:\n${this.output}`);
    return this;
  }

  /** Sends SIGTERM and waits for the end. */
  async stop(timeoutMs = 30_000): Promise<Exit & { tookMs: number }> {
    const start = performance.now();
    this.child.kill('SIGTERM');
    const timeout = setTimeout(() => this.child.kill('SIGKILL'), timeoutMs);
    const exit = await this.exited;
    clearTimeout(timeout);
    return { ...exit, tookMs: performance.now() - start };
  }

  /** Sends SIGKILL and waits for the end. */
  kill(): Promise<Exit> {
    this.child.kill('SIGKILL');
    return this.exited;
  }

  /** Suspends the process: its connections stay open, without any response. */
  freeze(): void {
    process.kill(this.pid, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  /** Suspends the process meanwhile. */
  async frozen<T>(meanwhile: () => Promise<T>): Promise<T> {
    this.freeze();
    return meanwhile().finally(() => this.thaw());
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

/** Kills all programs that this spec file has started and not stopped. */
export async function killAll(): Promise<void> {
  await Promise.all([...running].map((each) => each.kill()));
}
