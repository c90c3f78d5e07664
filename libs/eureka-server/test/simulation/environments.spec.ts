import { encodeNodeHeaders } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { foreignRefusal } from '../../src/peers/foreign-refusal.js';
import { EventQueue } from '../../src/simulation/event-queue.js';
import { SeededRandom } from '@eureka-nest/runtime/testing';
import { type Due, type Parts, realParts, ServerProcess } from '../../src/simulation/server-process.js';

const names = ['A', 'B', 'C'] as const;
const environments = ['test', 'prod'] as const;
const STORY_MS = 60_000;
const TICK_MS = 50;

interface Life {
  readonly process: ServerProcess;
  readonly environment: string;
}

/** Registries that restart under another environment at any time, with answers still on their way. */
class Story {
  readonly strangers: string[] = [];
  /** Instances that are listed at a registry other than their own. */
  readonly replicated = new Set<string>();
  private readonly queue = new EventQueue();
  private readonly random: SeededRandom;
  private readonly lives = new Map<string, Life>();
  private count = 0;

  constructor(
    private readonly seed: number,
    private readonly parts: Parts,
  ) {
    this.random = new SeededRandom(seed);
  }

  run(): this {
    names.forEach((name) => this.start(name));
    for (let at = TICK_MS; at <= STORY_MS; at += TICK_MS) this.queue.at(at, () => this.tick());
    this.queue.runUntil(STORY_MS, () => this.strangers.length > 0);
    return this;
  }

  private start(name: string): void {
    const { queue, random } = this;
    const environment = random.pick(environments);
    const process = new ServerProcess(
      {
        node: `${name}${++this.count}`,
        peers: names.filter((other) => other !== name),
        clock: () => queue.now,
        uptime: () => queue.now,
        random: () => random.next(),
        selfPreservation: false,
        capacity: 1_000,
        asJava: false,
        environment,
      },
      this.parts,
    );
    this.lives.set(name, { process, environment });
  }

  private tick(): void {
    const { random, queue } = this;
    if (random.happens(0.01)) this.start(random.pick(names));
    if (random.happens(0.1)) {
      const name = random.pick(names);
      const { process, environment } = this.life(name);
      const instanceId = `p${++this.count}`;
      const given = { instanceId, lastDirtyTimestamp: queue.now, metadata: { environment, name } };
      process.service.register(anInstance(given), 'client');
    }
    for (const [name, life] of this.lives) {
      for (let due = life.process.nextDue(); due; due = life.process.nextDue()) this.send(name, life, due);
      for (const { instances } of life.process.registry.reads.applications().applications) {
        for (const { instanceId, metadata } of instances) {
          if (metadata['name'] !== name) this.replicated.add(String(instanceId));
          if (metadata['environment'] !== life.environment) {
            this.strangers.push(`${name} (${life.environment}) lists ${instanceId} at ${queue.now}`);
          }
        }
      }
    }
  }

  private send(from: string, life: Life, due: Due): void {
    const { queue } = this;
    const { headers } = life.process;
    const wayMs = () => (this.random.happens(0.1) ? 3_000 : 60) * this.random.next();
    const end = (act: () => void) =>
      queue.in(Math.ceil(wayMs()), () => {
        if (this.lives.get(from) === life) act();
      });
    queue.in(Math.ceil(wayMs()), () => {
      const { process } = this.life(due.peer);
      const isRefused =
        this.refuses(due) && foreignRefusal(encodeNodeHeaders(headers), process.headers) !== undefined;
      const theirs = process.headers;
      if (isRefused) return end(() => life.process.failed(due, 'permanent', '403', theirs));
      const answered = process.handle(due.request, from, headers);
      return end(() => life.process.responded(due, answered));
    });
  }

  /** In every other story the registries answer comparisons of any environment, as older ones do. */
  private refuses({ request: { kind } }: Due): boolean {
    return kind === 'batch' || (kind !== 'full-fetch' && this.seed % 2 === 0);
  }

  private life(name: string): Life {
    const life = this.lives.get(name);
    if (!life) throw new Error(`${name} never started`);
    return life;
  }
}

describe('registries of several environments, restarted under others', () => {
  it('never list an instance of another environment', () => {
    let replicated = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const { strangers, replicated: elsewhere } = new Story(seed, realParts).run();
      replicated += elsewhere.size;
      if (strangers.length > 0) throw new Error(`seed ${seed}: ${strangers.join('; ')}`);
    }
    expect(replicated).toBeGreaterThan(1_000);
  }, 120_000);
});
