import { setTimeout as pause } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { Behaviours } from './behaviours.mjs';
import { callMany, callOnce } from './caller.mjs';
import { EventHub } from './event-hub.mjs';
import { Processes } from './processes.mjs';
import { takeOut } from './registry.mjs';
import { environment, serveArguments, timingsOf } from './settings.mjs';
import { words } from './words.mjs';

/** @typedef {import('@eureka-nest/protocol/console').LabAction} LabAction */
/** @typedef {import('@eureka-nest/protocol/console').ConsoleActionResult} Result */

const lookMs = 250;
/** Time for callers to turn away from an instance that is OUT_OF_SERVICE. */
const drainMs = { fast: 2_000, classic: 100_000 };

/** The actions of the lab and their state; the HTTP is in server.mjs. */
export class Lab {
  hub = new EventHub();
  #timings;
  #behaviours;
  #processes;
  /** Time of the last change made here. @type {number | undefined} */
  #changedAt;
  #stopping = new AbortController();
  #isCalling = false;
  #isRestarting = false;
  #looking = setInterval(() => {
    if (this.hub.count > 0) void this.#processes.look();
  }, lookMs);

  /**
   * @param {readonly import('./apps.mjs').LabApp[]} apps
   * @param {NodeJS.ProcessEnv} env
   * @param {(line: string) => void} print
   */
  constructor(apps, env, print) {
    this.#timings = timingsOf(env);
    this.#behaviours = new Behaviours(env['LAB_FOLDER'] ?? 'dist/lab');
    this.#processes = new Processes(apps, {
      startOf: ({ name, env: own }) => ({
        args: serveArguments(name),
        env: environment(env, this.#timings, own),
      }),
      onLine: (name, line) => {
        print(line);
        this.hub.send('log', { at: Date.now(), name, line: stripVTControlCharacters(line) });
      },
      onChange: () => this.hub.send('processes', this.state),
    });
  }

  /** Data of the event `processes`. */
  get state() {
    const processes = this.#processes.list.map((process) => {
      const behaviour = this.#behaviours.of(process.port);
      return behaviour ? { ...process, behaviour } : process;
    });
    return { timings: this.#timings, processes };
  }

  get apps() {
    return this.#processes.apps;
  }

  look() {
    return this.#processes.look();
  }

  /** Ports of the registries, in the order in which they are asked. */
  get registryPorts() {
    return this.#portsOf('registry');
  }

  /**
   * @param {LabAction} action
   * @param {'en' | 'zh'} language
   * @returns {Promise<Result>}
   */
  async act(action, language) {
    const say = words[language];
    await this.look();
    if (action.action === 'call') return this.#call(action.times, say);
    if (this.#isRestarting) return failed(say.restartsAlready);
    this.#changedAt = Date.now();
    if (action.action === 'timings') return this.#restart(action.timings, say);
    const { name } = action;
    if (action.action === 'behave') {
      this.#behaviours.set(this.#processes.stateOf(name).port, action.behaviour);
      this.hub.send('processes', this.state);
      return done(say.behaves(name));
    }
    if (action.action === 'start')
      return this.#start(name) ? done(say.started(name)) : failed(say.running(name));
    if (action.action === 'drain') return this.#drain(name, say);
    const hasEnded = await this.#processes.end(name, action.action);
    return hasEnded ? done(say.ended(name)) : failed(say.notRunning(name));
  }

  /** Ends what was started here. */
  async close() {
    clearInterval(this.#looking);
    this.#stopping.abort();
    this.hub.close();
    await this.#processes.close();
  }

  /** Starts an app, which behaves as usual again. */
  #start(/** @type {string} */ name) {
    this.#behaviours.reset(this.#processes.stateOf(name).port);
    return this.#processes.start(name);
  }

  /** @type {(times: number, say: typeof words.en) => Result} */
  #call(times, say) {
    if (this.#isCalling) return failed(say.busy);
    const [port = 80] = this.#portsOf('consumer');
    this.#isCalling = true;
    void callMany(times, {
      call: () => callOnce(`http://127.0.0.1:${port}/consumer/payment/get/31`),
      onCall: (event) => this.hub.send('call', { ...event, ...this.#sinceChange(event.at) }),
      signal: this.#stopping.signal,
    }).finally(() => (this.#isCalling = false));
    return done(say.calling(times));
  }

  #sinceChange(/** @type {number} */ at) {
    return this.#changedAt === undefined ? {} : { sinceChangeMs: Math.max(0, at - this.#changedAt) };
  }

  /** @type {(name: string, say: typeof words.en) => Promise<Result>} */
  async #drain(name, say) {
    const { pid, port } = this.#processes.stateOf(name);
    if (pid === undefined) return failed(say.notRunning(name));
    const reason = await takeOut(this.registryPorts, port);
    if (reason !== undefined) return failed(say.notDrained(reason));
    this.#processes.announceDrain(name);
    const ms = drainMs[this.#timings];
    void pause(ms, undefined, { signal: this.#stopping.signal })
      // It may have been stopped and started meanwhile: then it is another process.
      .then(() => this.#processes.stateOf(name).pid === pid && this.#processes.end(name, 'drain'))
      .catch(() => undefined); // The lab has ended meanwhile.
    return done(say.drains(name, ms / 1000));
  }

  /** @type {(timings: 'classic' | 'fast', say: typeof words.en) => Result} */
  #restart(timings, say) {
    this.#isRestarting = true;
    this.#timings = timings;
    this.hub.send('processes', this.state);
    void this.#restartAll().finally(() => (this.#isRestarting = false));
    return done(say.restarting(timings));
  }

  async #restartAll() {
    const names = this.apps.map(({ name }) => name);
    await Promise.all(names.map((name) => this.#processes.end(name, 'stop')));
    for (const name of names) if (!this.#stopping.signal.aborted) this.#start(name);
  }

  #portsOf(/** @type {'registry' | 'consumer'} */ kind) {
    return this.#processes.list.filter((each) => each.kind === kind).map(({ port }) => port);
  }
}

/** @type {(message: string) => Result} */
const done = (message) => ({ ok: true, message });
/** @type {(message: string) => Result} */
const failed = (message) => ({ ok: false, message });
