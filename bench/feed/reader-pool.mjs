import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Core of the load; the server has the other one. */
export const loadCore = '1';
const timeoutMs = 60_000;

/** Readers of the change feed, in processes of their own that do not run on the server's core. */
export class ReaderPool {
  #children = [];
  #waiting = [];

  /** Resolves when every reader has received its `hello`. */
  async open(port, count, { processes = 1, isStalled = false } = {}) {
    const each = count / processes;
    const program = join(import.meta.dirname, 'readers.mjs');
    for (let index = 0; index < processes; index++) {
      const options = isStalled ? ['--stalled'] : [];
      const args = ['-c', loadCore, process.execPath, program, port, each, ...options];
      const child = spawn('taskset', args.map(String), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      child.on('message', (message) => this.#handle(child, message));
      child.once('exit', (code) => this.#handle(child, { type: 'exit', code }));
      this.#children.push(child);
    }
    await Promise.all(this.#children.map((child) => this.#next('open', child)));
  }

  /** Resolves with the times at which the readers received the change with this number, in ms. */
  async received(number) {
    const all = await Promise.all(
      this.#children.map((child) => this.#next('received', child, (message) => message.number >= number)),
    );
    return all.flatMap(({ times }) => times);
  }

  async counts() {
    const all = await Promise.all(
      this.#children.map((child) => {
        child.send({ request: 'counts' });
        return this.#next('counts', child);
      }),
    );
    const sum = (name) => all.reduce((total, { counts }) => total + counts[name], 0);
    return { delta: sum('delta'), resync: sum('resync') };
  }

  /** Lets stalled readers read on. */
  resume() {
    this.#children.forEach((child) => child.send({ request: 'resume' }));
  }

  async close() {
    const children = this.#children;
    this.#children = [];
    await Promise.all(
      children.map(async (child) => {
        const ended = once(child, 'exit');
        child.disconnect();
        await ended;
      }),
    );
  }

  #next(type, child, fits = () => true) {
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => reject(new Error(`no message "${type}" within a minute`)), timeoutMs);
      this.#waiting.push({ type, child, fits, resolve, reject, timeout });
    });
  }

  #handle(child, message) {
    const ended = message.type === 'exit' && this.#children.includes(child);
    for (const each of this.#waiting.filter((one) => one.child === child)) {
      const isIt = each.type === message.type && each.fits(message);
      if (!isIt && !ended) continue;
      clearTimeout(each.timeout);
      this.#waiting = this.#waiting.filter((one) => one !== each);
      if (isIt) each.resolve(message);
      else each.reject(new Error(`the readers exited with ${message.code}`));
    }
  }
}
