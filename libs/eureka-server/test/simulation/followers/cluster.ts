import { encodeNodeHeaders } from '@eureka-nest/protocol';
import { foreignRefusal } from '../../../src/peers/foreign-refusal.js';
import type { EventQueue } from '../../../src/simulation/event-queue.js';
import type { SeededRandom } from '@eureka-nest/runtime/testing';
import type { Due } from '../../../src/simulation/server-process.js';
import { RegistryLife } from './registry-life.js';
import { KEEP_ALIVE_MS } from './timing.js';

const SWEEP_MS = 5_000;

interface ClusterOptions {
  readonly names: readonly string[];
  /** Environments that a starting registry chooses from. */
  readonly environments: readonly [string, ...string[]];
  /** Registries without a feed. */
  readonly plain: readonly string[];
  /** True if all behave as Java servers: they state nothing about themselves. */
  readonly asJava: boolean;
}

/** Registries that replicate to each other, restart empty, and change their environment then. */
export class Cluster {
  /** Time at which a registry last listed the instance, updated by {@link noteListed}. */
  readonly listedAt = new Map<string, number>();
  private readonly lives = new Map<string, RegistryLife>();
  private count = 0;

  constructor(
    readonly options: ClusterOptions,
    private readonly queue: EventQueue,
    private readonly random: SeededRandom,
  ) {
    for (const name of options.names) {
      this.start(name);
      this.every(SWEEP_MS, () => this.life(name)?.process.service.evict(0));
      this.every(KEEP_ALIVE_MS, () => this.life(name)?.keepAlive());
    }
  }

  life(name: string): RegistryLife | undefined {
    return this.lives.get(name);
  }

  /** First registry that runs, beginning with this one. */
  firstFrom(index: number): RegistryLife | undefined {
    const { names } = this.options;
    const inTurn = names.map((_, offset) => names[(index + offset) % names.length] ?? '');
    return inTurn.map((name) => this.life(name)).find((life) => life !== undefined);
  }

  start(name: string): void {
    if (this.lives.has(name)) return;
    const { names, environments, plain, asJava } = this.options;
    const { queue, random } = this;
    const node = `${name}${++this.count}`;
    const peers = names.filter((other) => other !== name);
    const hasFeed = !asJava && !plain.includes(name);
    const environment = random.pick(environments);
    const options = { node, environment, peers, hasFeed, asJava };
    this.lives.set(name, new RegistryLife({ ...options, queue, random }));
  }

  kill(name: string): void {
    this.lives.delete(name);
  }

  noteListed(): void {
    for (const life of this.lives.values()) {
      for (const id of life.ids) this.listedAt.set(id, this.queue.now);
    }
  }

  /** Sends what is due between the registries. */
  tick(): void {
    for (const [name, life] of this.lives) {
      for (let due = life.process.nextDue(); due; due = life.process.nextDue()) this.send(name, life, due);
    }
  }

  private send(from: string, { process, node }: RegistryLife, due: Due): void {
    const { queue } = this;
    const { headers } = process;
    const wayMs = () => 1 + Math.floor(this.random.next() * 50);
    const end = (act: () => void) =>
      queue.in(wayMs(), () => {
        if (this.life(from)?.node === node) act();
      });
    queue.in(wayMs(), () => {
      const target = this.life(due.peer)?.process;
      if (!target) return end(() => process.failed(due, 'transient', 'connection refused'));
      const refuses = !this.options.asJava && due.request.kind !== 'full-fetch';
      if (refuses && foreignRefusal(encodeNodeHeaders(headers), target.headers) !== undefined)
        return end(() => process.failed(due, 'permanent', '403', target.headers));
      const answered = target.handle(due.request, from, headers);
      return end(() => process.responded(due, answered));
    });
  }

  private every(ms: number, act: () => void): void {
    this.queue.in(ms, () => {
      act();
      this.every(ms, act);
    });
  }
}
