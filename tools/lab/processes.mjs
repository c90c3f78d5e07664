import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, processOf } from './find-process.mjs';
import { askedTo, seen, startFailed } from './process-state.mjs';

/** @typedef {import('@eureka-nest/protocol/console').LabProcess} LabProcess */
/** @typedef {import('./apps.mjs').LabApp} LabApp */

const stopLimitMs = 15_000;
const pollMs = 20;

/** The processes of the demo: finds, stops, kills and starts them. */
export class Processes {
  /** @type {Map<string, LabProcess>} */
  #states;
  /** @type {Map<string, import('node:child_process').ChildProcess>} */
  #children = new Map();
  /** Processes that were killed; the system may list them for a moment. @type {Set<number>} */
  #killed = new Set();
  /** @type {Promise<void> | undefined} */
  #looking;

  /**
   * @param {readonly LabApp[]} apps
   * @param {object} parts
   * @param {(app: LabApp) => { args: readonly string[], env: NodeJS.ProcessEnv }} parts.startOf
   * @param {(name: string, line: string) => void} parts.onLine called for what is printed
   * @param {() => void} parts.onChange
   */
  constructor(apps, { startOf, onLine, onChange }) {
    this.apps = apps;
    this.startOf = startOf;
    this.onLine = onLine;
    this.onChange = onChange;
    const since = Date.now();
    this.#states = new Map(
      apps.map(({ name, kind, ports: [port = 0] }) => [name, { name, kind, port, state: 'starting', since }]),
    );
  }

  get list() {
    return [...this.#states.values()];
  }

  /** Looks which processes run. Callers that come meanwhile share the look. */
  look() {
    return (this.#looking ??= Promise.all(this.apps.map((app) => this.#lookAt(app)))
      .then(() => undefined)
      .finally(() => (this.#looking = undefined)));
  }

  /** @param {string} name */
  stateOf(name) {
    const state = this.#states.get(name);
    if (!state) throw new Error(`${name} is no app of the demo`);
    return state;
  }

  /**
   * Sends SIGTERM, or SIGKILL, and waits for the end.
   *
   * @param {string} name
   * @param {'stop' | 'kill' | 'drain'} action
   * @returns {Promise<boolean>} false if nothing runs
   */
  async end(name, action) {
    const { pid } = this.stateOf(name);
    if (pid === undefined || !isAlive(pid)) return false;
    if (action === 'kill') this.#killed.add(pid);
    this.#set(askedTo(this.stateOf(name), action, Date.now()));
    process.kill(pid, action === 'kill' ? 'SIGKILL' : 'SIGTERM');
    for (let waited = 0; isAlive(pid) && waited < stopLimitMs; waited += pollMs) await pause(pollMs);
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    else this.#set(seen(this.stateOf(name), undefined, Date.now()));
    return true;
  }

  /** Marks an app as about to leave, before it is stopped. @param {string} name */
  announceDrain(name) {
    this.#set(askedTo(this.stateOf(name), 'drain', Date.now()));
  }

  /**
   * Starts an app as `serve` does.
   *
   * @param {string} name
   * @returns {boolean} false if it runs
   */
  start(name) {
    const app = this.apps.find((each) => each.name === name);
    if (!app || this.stateOf(name).pid !== undefined || this.#children.has(name)) return false;
    const { args, env } = this.startOf(app);
    const withParent = new URL('end-with-parent.mjs', import.meta.url).href;
    const child = spawn(process.execPath, ['--import', withParent, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.set(name, child);
    this.#set(askedTo(this.stateOf(name), 'start', Date.now()));
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (line) => this.onLine(name, line));
    const ended = () => {
      this.#children.delete(name);
      this.#set(startFailed(this.stateOf(name), Date.now()));
    };
    child.on('error', ended).on('exit', ended);
    return true;
  }

  /** Ends what the lab has started: SIGTERM, and SIGKILL for those that remain after the limit. */
  async close(limitMs = 800) {
    for (const child of this.#children.values()) child.kill('SIGTERM');
    for (let waited = 0; this.#children.size > 0 && waited < limitMs; waited += pollMs) await pause(pollMs);
    for (const child of this.#children.values()) child.kill('SIGKILL');
  }

  /** @param {LabApp} app */
  async #lookAt(app) {
    const { pid } = this.stateOf(app.name);
    if (pid !== undefined && isAlive(pid)) return;
    const found = await processOf(app);
    const now = this.stateOf(app.name);
    const isGone = !found || this.#killed.has(found.pid);
    // A process that ends keeps its state until then, though its port may be closed before.
    if (isGone && now.pid !== undefined && isAlive(now.pid)) return;
    const next = seen(now, isGone ? undefined : found.pid, Date.now());
    this.#set(found && next.port !== found.port ? { ...next, port: found.port } : next);
  }

  #set(/** @type {LabProcess} */ next) {
    if (this.#states.get(next.name) === next) return;
    this.#states.set(next.name, next);
    this.onChange();
  }
}
