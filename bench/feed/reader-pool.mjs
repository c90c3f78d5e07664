import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const loadCore = '1';
const patienceMs = 60_000;

/** Readers of the changes, in processes of their own beside the server's core. */
export class Crowd {
  #children = [];
  #waiting = [];

  /** Resolves when all of them have been greeted. */
  async open(port, count, { processes = 1, isDeaf = false } = {}) {
    const each = count / processes;
    const program = join(import.meta.dirname, 'readers.mjs');
    for (let index = 0; index < processes; index++) {
      const args = ['-c', loadCore, process.execPath, program, port, each, ...(isDeaf ? ['--deaf'] : [])];
      const child = spawn('taskset', args.map(String), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      child.on('message', (message) => this.#take(child, message));
      child.once('exit', (code) => this.#take(child, { said: 'exit', code }));
      this.#children.push(child);
    }
    await Promise.all(this.#children.map((child) => this.#next('open', child)));
  }

  /** When each reader had the change of that number, in ms of the machine's clock. */
  async told(number) {
    const all = await Promise.all(
      this.#children.map((child) => this.#next('told', child, (message) => message.number >= number)),
    );
    return all.flatMap(({ times }) => times);
  }

  async counts() {
    const all = await Promise.all(
      this.#children.map((child) => {
        child.send({ wants: 'counts' });
        return this.#next('counts', child);
      }),
    );
    const sum = (name) => all.reduce((total, { counts }) => total + counts[name], 0);
    return { delta: sum('delta'), resync: sum('resync') };
  }

  hear() {
    this.#children.forEach((child) => child.send({ wants: 'hear' }));
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

  #next(said, child, fits = () => true) {
    return new Promise((resolve, reject) => {
      const impatience = setTimeout(() => reject(new Error(`no "${said}" within a minute`)), patienceMs);
      this.#waiting.push({ said, child, fits, resolve, reject, impatience });
    });
  }

  #take(child, message) {
    const ended = message.said === 'exit' && this.#children.includes(child);
    for (const each of this.#waiting.filter((one) => one.child === child)) {
      const isIt = each.said === message.said && each.fits(message);
      if (!isIt && !ended) continue;
      clearTimeout(each.impatience);
      this.#waiting = this.#waiting.filter((one) => one !== each);
      if (isIt) each.resolve(message);
      else each.reject(new Error(`the readers ended with ${message.code}`));
    }
  }
}
