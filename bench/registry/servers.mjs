import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { portsInUse } from '../ports.mjs';
import { askOnce } from './connection.mjs';
import { cpuOf, memoryOf } from './process-figures.mjs';
import { read } from './requests.mjs';

const root = join(import.meta.dirname, '..', '..');
const serverCore = '0';
const limitMs = 90_000;

/** Servers that are measured: each a lone server with its own defaults. */
export const kinds = {
  /** A server whose only peer URL is its own has no peers. */
  ours: (port) => ({
    command: [process.execPath, ...flagsOfImage(), join(root, 'dist', 'bundle', 'eureka-7001.mjs')],
    env: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: `http://localhost:${port}/eureka/`,
    },
  }),
  /** The JVM gets no heap flag: a small heap would slow it down and flatter us. */
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

/** Node flags in the ENTRYPOINT of our image. */
export function flagsOfImage() {
  const entry = /^ENTRYPOINT (\[.+\])$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))?.[1];
  return JSON.parse(entry).slice(1);
}

/** Folder where the peers suite caches the Java builds. */
export const javaCache = () =>
  process.env.PEERS_CACHE ?? join(root, 'node_modules', '.cache', 'eureka-nest-peers');

/** A server in a process of its own. */
export class Server {
  /** @param options `pinned` to one core; `folder` of its log; more of its `env` */
  constructor(kind, port, { pinned = true, folder, env: more = {} }) {
    const { command, env } = kinds[kind](port);
    this.kind = kind;
    this.port = port;
    this.log = join(folder, `${kind}-${port}.log`);
    const log = openSync(this.log, 'a');
    const [program, ...args] = pinned ? ['taskset', '-c', serverCore, ...command] : command;
    this.startedAt = performance.now();
    // The environment of the user must not influence the figures.
    this.child = spawn(program, args, {
      cwd: folder,
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH, ...env, ...more },
    });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      this.child.once('exit', resolve);
      this.child.once('error', resolve);
    });
  }

  /** Process id of the server: taskset replaces itself with the program. */
  get pid() {
    return this.child.pid;
  }

  get memory() {
    return memoryOf(this.pid);
  }

  /** Waits for the first correct response; returns wall and CPU time until then. */
  async ready() {
    const ask = read(this.port, 'apps/', { gzip: false });
    while (performance.now() - this.startedAt < limitMs && this.child.exitCode === null) {
      const { status } = await askOnce(this.port, ask);
      if (status === 200) {
        const wallSeconds = (performance.now() - this.startedAt) / 1000;
        return { wallSeconds, cpuSeconds: cpuOf(this.pid).coarseNs / 1e9 };
      }
      await pause(10);
    }
    throw new Error(`${this.kind} does not respond on ${this.port}; its log:\n${this.tail()}`);
  }

  /** The end of its log. */
  tail() {
    return readFileSync(this.log, 'utf8').slice(-3000);
  }

  async stop() {
    this.child.kill('SIGTERM');
    const timeout = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await this.ended;
    clearTimeout(timeout);
  }
}

/** Starts servers and stops those that are left. */
export class Servers {
  #running = new Set();

  /** @param ports one for each server that runs at a time */
  constructor(folder, ports) {
    this.folder = folder;
    this.ports = ports;
  }

  async start(kind, options = {}) {
    const own = [...this.#running].map(({ port }) => port);
    const free = this.ports.filter((port) => !own.includes(port));
    const [inUse] = await portsInUse(free);
    if (inUse) throw new Error(`port ${inUse} is in use: another program would be measured`);
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
