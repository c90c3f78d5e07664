import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * A process that listens on a port.
 *
 * @typedef {{ pid: number, command: string }} Listener
 */

const run = promisify(execFile);

/**
 * The processes that listen on a TCP port, without those that are merely connected to it. Those of
 * other users are missing where the operating system hides them.
 *
 * @param {number} port
 * @param {NodeJS.Platform} [platform]
 * @returns {Promise<readonly Listener[]>}
 */
export async function listenersOn(port, platform = process.platform) {
  try {
    if (platform === 'linux') return await inProc(port);
    return platform === 'win32' ? await byPowerShell(port) : await byLsof(port);
  } catch {
    return []; // The command is missing, or nothing listens: lsof then exits with 1.
  }
}

/** True if a process is one of the demo's apps, bundled for `serve` or `dev`. */
export const isDemoApp = (/** @type {Listener} */ { command }) =>
  /[\\/]?dist[\\/](bundle|dev)[\\/][\w-]+-\d+\.mjs/.test(command);

/** Short name of the program: `node dist/bundle/eureka-7001.mjs` is `eureka-7001`. */
export function programOf(/** @type {Listener} */ { command }) {
  const app = /([\w-]+-\d+)\.mjs/.exec(command)?.[1];
  return app ?? (command.split(/\s/)[0] ?? '').split(/[\\/]/).at(-1) ?? command;
}

/** State of a listening socket in /proc/net/tcp. */
const listening = '0A';

/** @param {number} port */
async function inProc(port) {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const sockets = new Set(tables.flatMap((table) => socketsIn(table, port)));
  if (sockets.size === 0) return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => listenerOf(pid, sockets)));
  return found.flatMap((each) => each ?? []);
}

/**
 * Inodes of the sockets that listen on a port.
 *
 * @param {string} table text of /proc/net/tcp or tcp6
 * @param {number} port
 */
export function socketsIn(table, port) {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === listening && local.endsWith(`:${hex}`) && inode ? [inode] : [];
  });
}

/**
 * @param {string} pid
 * @param {ReadonlySet<string>} sockets
 */
async function listenerOf(pid, sockets) {
  const folder = `/proc/${pid}/fd`;
  // The process may have ended, or belong to another user.
  const open = await readdir(folder).catch(() => []);
  for (const file of open) {
    const target = await readlink(`${folder}/${file}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode === undefined || !sockets.has(inode)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return { pid: Number(pid), command: command.replaceAll('\0', ' ').trim() };
  }
  return undefined;
}

/** @param {number} port */
async function byLsof(port) {
  const { stdout } = await run('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN']);
  return Promise.all(
    stdout
      .split(/\s+/)
      .filter(Boolean)
      .map(async (pid) => {
        const { stdout: command } = await run('ps', ['-o', 'command=', '-p', pid]);
        return { pid: Number(pid), command: command.trim() };
      }),
  );
}

/** The words of `netstat` depend on the language of Windows, those of PowerShell do not. */
async function byPowerShell(/** @type {number} */ port) {
  const script = `Get-NetTCPConnection -State Listen -LocalPort ${port} | Select-Object -Expand OwningProcess -Unique | ForEach-Object { $p = Get-CimInstance Win32_Process -Filter "ProcessId=$_"; "$_\t" + $(if ($p.CommandLine) { $p.CommandLine } else { $p.Name }) }`;
  const { stdout } = await run('powershell', ['-NoProfile', '-Command', script]);
  return listenersIn(stdout);
}

/**
 * Reads lines of a process id, a tab and a command line.
 *
 * @param {string} text
 * @returns {readonly Listener[]}
 */
export const listenersIn = (text) =>
  text.split(/\r?\n/).flatMap((line) => {
    const [pid = '', command = ''] = line.split('\t');
    return /^\d+$/.test(pid) ? [{ pid: Number(pid), command }] : [];
  });
