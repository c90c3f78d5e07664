import { readlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { isDemoApp, listenersOn, programOf } from '../listeners.mjs';

const connectLimitMs = 500;

/** True if something accepts connections at the port; much cheaper than to find out what. */
const isTaken = (/** @type {number} */ port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: connectLimitMs });
    const done = (/** @type {boolean} */ isOpen) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket
      .on('connect', () => done(true))
      .on('timeout', () => done(false))
      .on('error', () => done(false));
  });

export function isAlive(/** @type {number} */ pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** True if the process runs in this workspace; without /proc its name has to be enough. */
const runsHere = (/** @type {number} */ pid) =>
  readlink(`/proc/${pid}/cwd`).then(
    (folder) => folder === process.cwd(),
    () => true,
  );

/**
 * The process of an app and its port, if the app listens at one of its ports. Another program
 * there, or the same app of another workspace, is not it.
 *
 * @param {{ readonly name: string, readonly ports: readonly number[] }} app
 */
export async function processOf({ name, ports }) {
  for (const port of ports) {
    if (!(await isTaken(port))) continue;
    for (const listener of await listenersOn(port))
      if (isDemoApp(listener) && programOf(listener) === name && (await runsHere(listener.pid)))
        return { pid: listener.pid, port };
  }
  return undefined;
}
