import { fork, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { portsInUse } from '../ports.mjs';
import { askOnce } from '../registry/connection.mjs';
import { InvalidFigureError } from '../registry/validity.mjs';
import { kinds as lone } from '../registry/servers.mjs';
import { memoryOf } from '../registry/process-figures.mjs';
import { read } from '../registry/requests.mjs';
import { combined } from './counter.mjs';

const limitMs = 120_000;
/** Longer than Java delays a heartbeat: half a second, and a second more after a lost batch. */
const silenceMs = 1_600;

const zone = '--eureka.client.service-url.defaultZone=';
const javaWith = (settings) => (port, peer) => {
  const { command, env } = lone.java(port);
  return {
    command: [...command.filter((each) => !each.startsWith(zone)), `${zone}${peer}`, ...settings],
    env,
  };
};

/** Commands of the servers of `bench/registry`, each with one peer. */
export const kinds = {
  ours: (port, peer) => {
    const { command, env } = lone.ours(port);
    return { command, env: { ...env, EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: peer } };
  },
  java: javaWith([]),
  /** Java without its 30 s read cache, and with Netflix's timeouts instead of Spring's 200 ms. */
  tuned: javaWith([
    '--eureka.server.use-read-only-response-cache=false',
    '--eureka.server.peer-node-connect-timeout-ms=1000',
    '--eureka.server.peer-node-read-timeout-ms=5000',
  ]),
};

class Node {
  constructor(kind, { port, peer, core, folder }) {
    const { command, env } = kinds[kind](port, peer);
    this.kind = kind;
    this.port = port;
    this.log = join(folder, `${kind}-${port}.log`);
    const log = openSync(this.log, 'a');
    this.child = spawn('taskset', ['-c', core, ...command], {
      cwd: folder,
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH, ...env },
    });
    closeSync(log);
    this.ended = new Promise((resolve) => this.child.once('exit', resolve).once('error', resolve));
  }

  get pid() {
    return this.child.pid;
  }

  get memory() {
    return memoryOf(this.pid);
  }

  get output() {
    return readFileSync(this.log, 'utf8');
  }

  async ready() {
    const ask = read(this.port, 'apps/', { gzip: false });
    for (const end = performance.now() + limitMs; performance.now() < end; await pause(20)) {
      if (this.child.exitCode !== null) break;
      if ((await askOnce(this.port, ask)).status === 200) return;
    }
    throw new Error(`${this.kind} does not respond on ${this.port}; its log:\n${this.output.slice(-3000)}`);
  }

  async stop() {
    this.child.kill('SIGTERM');
    const timeout = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await this.ended;
    clearTimeout(timeout);
  }
}

/**
 * Two servers that replicate to each other through a counting proxy: node A on core 0, node B and
 * all the rest on core 1.
 */
export class Pair {
  /** @param ports of A, of B, of A as B reaches it, of B as A reaches it */
  constructor(kind, { ports, folder }) {
    const [a, b, aSeen, bSeen] = ports;
    const url = (port) => `http://127.0.0.1:${port}/eureka/`;
    const links = [
      { from: bSeen, to: b },
      { from: aSeen, to: a },
    ];
    this.kind = kind;
    this.proxy = fork(join(import.meta.dirname, 'counting-proxy.mjs'), [JSON.stringify(links)]);
    this.proxyEnded = new Promise((resolve) => this.proxy.once('exit', resolve));
    this.a = new Node(kind, { port: a, peer: url(bSeen), core: '0', folder });
    this.b = new Node(kind, { port: b, peer: url(aSeen), core: '1', folder });
  }

  get nodes() {
    return [this.a, this.b];
  }

  ready() {
    return Promise.all(this.nodes.map((node) => node.ready()));
  }

  /** Traffic in both directions so far, and the CPU time of the proxy. */
  async counts() {
    const reply = new Promise((resolve, reject) => {
      this.proxy.once('message', resolve);
      void this.proxyEnded.then(() => reject(new Error('the counting proxy has exited')));
    });
    this.proxy.send('counts');
    const { links, cpuUs } = await reply;
    return { aToB: links[0], bToA: links[1], cpuUs };
  }

  /** Waits until the nodes have replicated nothing for a while. */
  async silence(mostMs = 20_000) {
    const replicated = async () => {
      const { aToB, bToA } = await this.counts();
      const all = combined(aToB, bToA, 1);
      return all.heartbeats + all.registrations;
    };
    let before = await replicated();
    for (const end = performance.now() + mostMs; performance.now() < end; ) {
      await pause(silenceMs);
      const now = await replicated();
      if (now === before) return;
      before = now;
    }
    throw new InvalidFigureError(`${this.kind}: the nodes still replicate after ${mostMs} ms`);
  }

  async stop() {
    await Promise.all(this.nodes.map((node) => node.stop()));
    if (this.proxy.connected) this.proxy.disconnect();
    await this.proxyEnded;
  }
}

/** Starts pairs and stops those that are left. */
export class Pairs {
  #running = new Set();

  constructor(folder, ports) {
    this.folder = folder;
    this.ports = ports;
  }

  async start(kind) {
    const ports = this.ports.splice(0, 4);
    const [inUse] = await portsInUse(ports);
    if (inUse) throw new Error(`port ${inUse} is in use: another program would be measured`);
    const pair = new Pair(kind, { ports, folder: this.folder });
    this.#running.add(pair);
    await pair.ready();
    return pair;
  }

  async stop(pair) {
    await pair.stop();
    this.#running.delete(pair);
  }

  async stopAll() {
    await Promise.all([...this.#running].map((pair) => this.stop(pair)));
  }
}
