import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { taken } from '../ports.mjs';
import { askOnce } from './connection.mjs';
import { cpuOf, memoryOf } from './process-figures.mjs';
import { read } from './requests.mjs';

const root = join(import.meta.dirname, '..', '..');
const serverCore = '0';
const patienceMs = 90_000;

/** Who is measured: each as its people run it, alone, with its own defaults. */
export const kinds = {
  /** A server whose only peer is itself has none. */
  ours: (port) => ({
    command: [process.execPath, ...flagsOfImage(), join(root, 'dist', 'bundle', 'eureka-7001.mjs')],
    env: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: `http://localhost:${port}/eureka/`,
    },
  }),
  /** No heap flag: with a small heap a JVM is slower, which would flatter us. */
  java: (port) => ({
    command: [
      'java',
      '-jar',
      join(javaCache(), 'spring-cloud', 'eureka-server.jar'),
      `--server.port=${port}`,
      '--server.address=127.0.0.1',
      `--eureka.server.my-url=http://127.0.0.1:${port}/eureka/`,
      `--eureka.client.service-url.defaultZone=http://127.0.0.1:${port}/eureka/`,
    ],
    env: {},
  }),
  bare: (port) => ({
    command: [process.execPath, join(import.meta.dirname, 'bare.mjs')],
    env: { NODE_ENV: 'production', PORT: String(port) },
  }),
};

/** What stands between `node` and the file where our image is run. */
function flagsOfImage() {
  const entry = /^ENTRYPOINT (\[.+\])$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))?.[1];
  return JSON.parse(entry).slice(1);
}

/** Where the suite of the peers keeps what it has built. */
export const javaCache = () =>
  process.env.PEERS_CACHE ?? join(root, 'node_modules', '.cache', 'eureka-nest-peers');

/** A server as a process of its own. */
export class Server {
  /** @param options `pinned`: to one core; `folder`: where its log goes */
  constructor(kind, port, { pinned = true, folder }) {
    const { command, env } = kinds[kind](port);
    this.kind = kind;
    this.port = port;
    this.log = join(folder, `${kind}-${port}.log`);
    const log = openSync(this.log, 'a');
    const [program, ...args] = pinned ? ['taskset', '-c', serverCore, ...command] : command;
    this.startedAt = performance.now();
    // Nothing of the person's own environment may decide here.
    this.child = spawn(program, args, {
      cwd: folder,
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH, ...env },
    });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      this.child.once('exit', resolve);
      this.child.once('error', resolve);
    });
  }

  /** taskset becomes what it starts, so this is the server itself. */
  get pid() {
    return this.child.pid;
  }

  get memory() {
    return memoryOf(this.pid);
  }

  /** Until its first right answer; the wall time and the CPU time that took. */
  async ready() {
    const ask = read(this.port, 'apps/', { gzip: false });
    while (performance.now() - this.startedAt < patienceMs && this.child.exitCode === null) {
      const { status } = await askOnce(this.port, ask);
      if (status === 200) {
        const wallSeconds = (performance.now() - this.startedAt) / 1000;
        return { wallSeconds, cpuSeconds: cpuOf(this.pid).coarseNs / 1e9 };
      }
      await pause(10);
    }
    throw new Error(`${this.kind} does not answer on ${this.port}; its log says:\n${this.tail()}`);
  }

  /** The end of its log. */
  tail() {
    return readFileSync(this.log, 'utf8').slice(-3000);
  }

  async stop() {
    this.child.kill('SIGTERM');
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await this.ended;
    clearTimeout(impatience);
  }
}

/** Starts servers and sees to it that none is left. */
export class Servers {
  #running = new Set();

  /** @param ports of our own, one for each that runs at a time */
  constructor(folder, ports) {
    this.folder = folder;
    this.ports = ports;
  }

  async start(kind, options = {}) {
    const inUse = [...this.#running].map(({ port }) => port);
    const free = this.ports.filter((port) => !inUse.includes(port));
    const [stranger] = await taken(free);
    if (stranger) throw new Error(`port ${stranger} is in use: the figures would be a stranger's`);
    const server = new Server(kind, free[0], { folder: this.folder, ...options });
    this.#running.add(server);
    server.started = await server.ready();
    return server;
  }

  async stop(server) {
    await server.stop();
    this.#running.delete(server);
  }

  async stopAll() {
    await Promise.all([...this.#running].map((server) => this.stop(server)));
  }
}
