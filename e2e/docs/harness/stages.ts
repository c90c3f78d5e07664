import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../harness/eventually.js';
import type { Env } from '../../harness/program.js';
import { processesIn, signal, startsIn, type Start } from './processes.js';
import { registered, respondingAt } from './registered.js';
import type { Workspace } from './workspace.js';

const startLimitMs = 120_000;
const stopLimitMs = 30_000;
/** Time for the consumer to have what the registries have. */
const settleMs = 500;

/** Stages of the course in a workspace, one at a time. */
export class Stages {
  /** Apps of each stage that was started, by its command. */
  private readonly starts = new Map<string, readonly Start[]>();

  constructor(private readonly workspace: Workspace) {}

  /** Starts a stage by its command, as a reader does, and waits until everything has registered. */
  async startAsPrinted(command: string, env: Env): Promise<void> {
    await this.stop();
    const { folder } = this.workspace;
    const stage = spawn('bash', ['-c', command], { cwd: folder, env, detached: true });
    let shown = '';
    for (const stream of [stage.stdout, stage.stderr]) stream.on('data', (text) => (shown += String(text)));
    const end = Date.now() + startLimitMs;
    // The table of addresses ends with how to stop them.
    for (; !shown.includes('Ctrl-C'); await pause(50))
      if (Date.now() > end || stage.exitCode !== null)
        throw new Error(`${command} does not come up:\n${shown}`);
    const starts = startsIn(folder);
    await registered(starts.map(({ name }) => name));
    await pause(settleMs);
    this.starts.set(command, starts);
  }

  /**
   * Starts the processes of a stage without Nx, with the arguments and the environment that they
   * had when its command started them; with the command if that has not been yet.
   */
  async start(command: string, env: Env): Promise<void> {
    const starts = this.starts.get(command);
    if (!starts) return this.startAsPrinted(command, env);
    await this.stop();
    // The consumer comes last, so that its first list of the providers is complete.
    for (const kind of [/^(eureka-|lab)/, /^payment-/, /^order-/]) {
      const some = starts.filter(({ name }) => kind.test(name));
      for (const each of some) this.spawned(each, env);
      await Promise.all(some.filter(({ name }) => name !== 'lab').map(({ name }) => respondingAt(name)));
      await registered(
        starts.filter(({ name }) => /^eureka-/.test(name) || kind.test(name)).map(({ name }) => name),
      );
    }
  }

  /** Ends everything that runs in the workspace. */
  async stop(): Promise<void> {
    const { folder } = this.workspace;
    for (const pid of processesIn(folder)) signal(pid, 'SIGTERM');
    await eventually(() => {
      if (processesIn(folder).length > 0) throw new Error('the stage does not end');
    }, stopLimitMs);
  }

  private spawned({ args, env }: Start, { LANG = '', LC_ALL = '' }: Env): void {
    spawn(process.execPath, args, {
      cwd: this.workspace.folder,
      env: { ...env, LANG, LC_ALL },
      stdio: 'ignore',
    }).unref();
  }
}
