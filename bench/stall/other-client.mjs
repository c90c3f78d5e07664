import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { join } from 'node:path';

/**
 * The work beside the heartbeats, in a process of its own with less priority: unpacking a large
 * response must not delay the heartbeats that are measured.
 */
export class OtherClient {
  constructor(port) {
    this.child = fork(join(import.meta.dirname, 'other-client.process.mjs'), [String(port)]);
    setPriority(this.child.pid, 5);
  }

  /** @param path below the base URL; resolves when the whole response has arrived */
  read(path, form) {
    return this.#ask({ kind: 'read', path, form });
  }

  /** Registers instances as fast as the server takes them. */
  register(from, to, given = {}) {
    return this.#ask({ kind: 'register', from, to, given });
  }

  async close() {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }

  async #ask(request) {
    this.child.send(request);
    const [response] = await Promise.race([once(this.child, 'message'), once(this.child, 'exit')]);
    if (response?.error !== undefined || typeof response !== 'object')
      throw new Error(`the other client failed: ${response?.error ?? response}`);
    return response;
  }
}
