import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { processesIn, signal, startsIn } from './processes.mjs';
import { registered, responding } from './registered.mjs';
import { until } from './until.mjs';

/** @typedef {import('./processes.mjs').Start} Start */

const startLimitMs = 120_000;
const stopLimitMs = 30_000;
/** Time for the consumer to have what the registries have. */
const settleMs = 500;

/** Stages of the course in a folder, one at a time. */
export class Stages {
  /** Apps of each stage that was started, by its command. @type {Map<string, readonly Start[]>} */
  #starts = new Map();

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /**
   * Starts a stage by its command, as a reader does, and waits until everything has registered.
   *
   * @param {string} command
   * @param {NodeJS.ProcessEnv} env
   */
  async startAsPrinted(command, env) {
    await this.stop();
    const stage = spawn('bash', ['-c', command], { cwd: this.folder, env });
    let shown = '';
    for (const stream of [stage.stdout, stage.stderr]) stream.on('data', (text) => (shown += text));
    await until(`the table of ${command}`, startLimitMs, () => {
      if (stage.exitCode !== null) throw new Error(`${command} does not come up:\n${shown}`);
      // The table of addresses ends with how to stop the apps.
      return shown.includes('Ctrl-C') || undefined;
    });
    const starts = startsIn(this.folder);
    await registered(starts.map(({ name }) => name));
    await pause(settleMs);
    this.#starts.set(command, starts);
  }

  /**
   * Starts a stage that has run before without Nx: the same processes, with the arguments and the
   * environment that they had. Any other stage is started by its command.
   *
   * @param {string} command
   * @param {NodeJS.ProcessEnv} env
   */
  async start(command, env) {
    const starts = this.#starts.get(command);
    if (!starts) return this.startAsPrinted(command, env);
    await this.stop();
    /** @type {string[]} */
    const running = [];
    // The consumer comes last, so that its first list of the providers is complete.
    for (const kind of [/^(eureka-|lab$)/, /^payment-/, /^order-/]) {
      const some = starts.filter(({ name }) => kind.test(name));
      for (const each of some) this.#spawn(each, env);
      const apps = some.map(({ name }) => name).filter((name) => name !== 'lab');
      await Promise.all(apps.map(responding));
      running.push(...apps);
      await registered(running);
    }
  }

  /** Ends everything that runs in the folder. */
  async stop() {
    for (const pid of processesIn(this.folder)) signal(pid, 'SIGTERM');
    await until('the end of all apps', stopLimitMs, () =>
      processesIn(this.folder).length === 0 ? true : undefined,
    );
  }

  /**
   * @param {Start} start
   * @param {NodeJS.ProcessEnv} env
   */
  #spawn({ args, env }, { LANG = '', LC_ALL = '' }) {
    spawn(process.execPath, args, { cwd: this.folder, env: { ...env, LANG, LC_ALL }, stdio: 'ignore' });
  }
}
