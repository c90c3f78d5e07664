import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('@eureka-nest/protocol/console').LabBehaviour} LabBehaviour */

/**
 * The behaviour of each provider, in a file that it reads with every call.
 *
 * A file needs no port and no token, and no web page can write it; that is why it is not an
 * endpoint of the provider. The folder is named by `LAB_FOLDER`, which only `serve` sets.
 */
export class Behaviours {
  /** @type {Map<number, LabBehaviour>} */
  #byPort = new Map();

  /** Forgets what an earlier lab has left behind. @param {string} folder */
  constructor(folder) {
    this.folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** @param {number} port */
  of(port) {
    return this.#byPort.get(port);
  }

  /**
   * @param {number} port
   * @param {LabBehaviour} behaviour
   */
  set(port, behaviour) {
    if (behaviour.delayMs === 0 && behaviour.failWith === undefined) return this.reset(port);
    this.#byPort.set(port, behaviour);
    const file = join(this.folder, `${port}.json`);
    writeFileSync(`${file}.new`, JSON.stringify(behaviour), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  /** @param {number} port */
  reset(port) {
    this.#byPort.delete(port);
    rmSync(join(this.folder, `${port}.json`), { force: true });
  }
}
