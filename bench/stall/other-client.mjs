import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { join } from 'node:path';

/**
 * The work beside the heartbeats, in a process of its own with less priority: unpacking a large
 * response must not delay the heartbeats that are measured.
 */
export class OtherClient {
  #pending = undefined;

  constructor(port) {
    this.child = fork(join(import.meta.dirname, 'other-client.process.mjs'), [String(port)]);
    setPriority(this.child.pid, 5);
    this.child.on('message', (response) => this.#settle(response));
    this.child.once('exit', (code) => this.#settle({ error: `exit ${code}` }));
  }

  /** @param path below the base URL; resolves when the whole response has arrived */
  read(path, form) {
    return this.#ask({ kind: 'read', path, form });
  }

  /** Reads the dashboard. */
  page() {
    return this.#ask({ kind: 'page' });
  }

  /**
   * Registers instances as fast as the server takes them.
   *
   * @param given `app` in place of their own, `leaseSecs`
   */
  register(from, to, given = {}) {
    return this.#ask({ kind: 'register', from, to, given });
  }

  async close() {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }

  #ask(request) {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject, what: `${request.kind} ${request.path ?? ''}` };
      this.child.send(request);
    });
  }

  #settle({ error, ...response }) {
    const pending = this.#pending;
    this.#pending = undefined;
    if (error === undefined) pending?.resolve(response);
    else pending?.reject(new Error(`the client beside the heartbeats failed: ${pending.what}: ${error}`));
  }
}
