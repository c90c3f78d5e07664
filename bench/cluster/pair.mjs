import { fork, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { taken } from '../ports.mjs';
import { askOnce } from '../registry/connection.mjs';
import { NotAFigureError } from '../registry/judge.mjs';
import { kinds as lone } from '../registry/servers.mjs';
import { memoryOf } from '../registry/process-figures.mjs';
import { read } from '../registry/requests.mjs';
import { combined } from './counter.mjs';

const patienceMs = 120_000;
/** A heartbeat waits half a second to be told, and a second more where the peer did not answer in time. */
const silenceMs = 1_600;

const zone = '--eureka.client.service-url.defaultZone=';
const javaWith = (settings) => (port, peer) => {
  const { command, env } = lone.java(port);
  return {
    command: [...command.filter((each) => !each.startsWith(zone)), `${zone}${peer}`, ...settings],
    env,
  };
};

/** The servers of `bench/registry`, each with one peer. */
export const kinds = {
  ours: (port, peer) => {
    const { command, env } = lone.ours(port);
    return { command, env: { ...env, EUREKA_CLIENT_SERVICE_URL_DEFAULT_ZONE: peer } };
  },
  java: javaWith([]),
  /** Reads without the copy that is up to 30 s old, and the time limits that Netflix has and Spring shortens to 200 ms. */
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

  get said() {
    return readFileSync(this.log, 'utf8');
  }

  async ready() {
    const ask = read(this.port, 'apps/', { gzip: false });
    for (const end = performance.now() + patienceMs; performance.now() < end; await pause(20)) {
      if (this.child.exitCode !== null) break;
      if ((await askOnce(this.port, ask)).status === 200) return;
    }
    throw new Error(`${this.kind} does not answer on ${this.port}; its log says:\n${this.said.slice(-3000)}`);
  }

  async stop() {
    this.child.kill('SIGTERM');
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    await this.ended;
    clearTimeout(impatience);
  }
}

/** Two servers, peers of each other, and between them who counts: node A on core 0, node B and the rest on core 1. */
export class Pair {
  /** @param ports four of our own: of A, of B, of A as B sees it, of B as A sees it */
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

  /** What went from A to B and from B to A up to now, and what counting it took. */
  async counts() {
    const said = new Promise((resolve, reject) => {
      this.proxy.once('message', resolve);
      void this.proxyEnded.then(() => reject(new Error('who counts between the servers has ended')));
    });
    this.proxy.send('counts');
    const { links, cpuUs } = await said;
    return { aToB: links[0], bToA: links[1], cpuUs };
  }

  /** Until neither has told the other anything for a while. */
  async silence(mostMs = 20_000) {
    const told = async () => {
      const { aToB, bToA } = await this.counts();
      const all = combined(aToB, bToA, 1);
      return all.heartbeats + all.registrations;
    };
    let before = await told();
    for (const end = performance.now() + mostMs; performance.now() < end; ) {
      await pause(silenceMs);
      const now = await told();
      if (now === before) return;
      before = now;
    }
    throw new NotAFigureError(`${this.kind}: the nodes still tell each other things after ${mostMs} ms`);
  }

  async stop() {
    await Promise.all(this.nodes.map((node) => node.stop()));
    if (this.proxy.connected) this.proxy.disconnect();
    await this.proxyEnded;
  }
}

/** Starts pairs and sees to it that none is left. */
export class Pairs {
  #running = new Set();

  constructor(folder, ports) {
    this.folder = folder;
    this.ports = ports;
  }

  async start(kind) {
    const ports = this.ports.splice(0, 4);
    const [stranger] = await taken(ports);
    if (stranger) throw new Error(`port ${stranger} is in use: the figures would be a stranger's`);
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
