import type { InstanceStatus } from '@eureka-nest/protocol';
import { SeededRandom } from '@eureka-nest/runtime/testing';
import { MAX_DELAY_MS, TROUBLE_MS } from './timing.js';
import type { Mishap } from '../../src/simulation/network.js';
import type { Schedule, Step } from './step.js';

type Names = readonly [string, ...string[]];

const nodeNames: readonly Names[] = [
  ['A', 'B'],
  ['A', 'B', 'C'],
  ['A', 'B', 'C', 'D'],
];
const clientNames: readonly Names[] = [['p1'], ['p1', 'p2'], ['p1', 'p2', 'p3']];
const ownStatuses: readonly [InstanceStatus, ...InstanceStatus[]] = ['UP', 'UP', 'DOWN', 'STARTING'];
const forcedStatuses: readonly [InstanceStatus, ...InstanceStatus[]] = [
  'OUT_OF_SERVICE',
  'OUT_OF_SERVICE',
  'OUT_OF_SERVICE',
  'DOWN',
  'UP',
];
const losses: readonly [Mishap, ...Mishap[]] = ['lost', 'answer lost', 'refused', 'broken'];
const delays: readonly [Mishap, ...Mishap[]] = [...losses, 'late', 'answer late', 'twice'];

/** Generates a story from a seed: its members, their clock errors, and all events. */
export function scheduleOf(seed: number): Schedule {
  const chance = new SeededRandom(seed);
  const nodes = chance.pick([nodeNames[0], nodeNames[1], nodeNames[1], nodeNames[2]] as [Names, ...Names[]]);
  const clients = chance.pick([...clientNames] as [Names, ...Names[]]);
  const isOff = chance.happens(0.6);
  const asJava = chance.happens(0.2);
  const errorOf = (name: string) => [name, isOff ? chance.between(-5_000, 5_000) : 0] as const;
  return {
    seed,
    nodes,
    clients,
    clockErrorMs: Object.fromEntries([...nodes, ...clients].map(errorOf)),
    capacity: chance.happens(0.2) ? chance.between(2, 5) : 1_000,
    selfPreservation: chance.happens(0.25),
    asJava,
    steps: new ScheduleBuilder(chance, nodes, clients, asJava).build(),
  };
}

/** Generates steps, with few kinds of fault per story, so that rare pairs occur often enough. */
class ScheduleBuilder {
  private readonly steps: Step[] = [];
  private readonly mishaps: readonly [Mishap, ...Mishap[]];

  constructor(
    private readonly random: SeededRandom,
    private readonly nodes: Names,
    private readonly clients: Names,
    private readonly asJava: boolean,
  ) {
    this.mishaps = random.happens(0.5) ? losses : delays;
  }

  build(): readonly Step[] {
    const { random, clients, nodes, steps } = this;
    for (const client of clients) {
      this.steps.push({ at: random.between(0, 8_000), kind: 'joins', client, node: random.pick(nodes) });
    }
    this.addSome(0.7, 6, () => this.ownChange());
    this.addSome(0.6, 5, () => this.comingAndGoing());
    // Java's registries may lose or swap orders of operators, so there is nothing to assert.
    if (!this.asJava) this.addSome(0.7, 8, () => this.operatorOrder());
    this.addSome(0.4, 3, () => this.crash());
    this.addSome(0.25, 3, () => this.stall());
    this.addSome(0.6, 4, () => this.cut());
    this.addSome(0.6, 50, () => this.mishap());
    this.addSome(0.15, 2, () => this.clock());
    this.addSome(0.3, clients.length, () => this.lateCancel());
    this.addSome(0.7, 16, () =>
      this.undeliveredChange(random.pick(steps.filter(isInstanceStep) as [InstanceStep, ...InstanceStep[]])),
    );
    return steps.sort((one, other) => one.at - other.at);
  }

  private addSome(probability: number, most: number, add: () => void): void {
    if (!this.random.happens(probability)) return;
    for (let left = this.random.between(1, most); left > 0; left--) add();
  }

  /** Time of a step, often close to another one: most bugs need two events at once. */
  private get when(): number {
    const { random, steps } = this;
    const other = steps[random.between(0, 2 * steps.length)];
    if (!other) return random.between(1_000, TROUBLE_MS);
    return Math.min(Math.max(1_000, other.at + random.between(-1_500, 1_500)), TROUBLE_MS);
  }

  private get client(): string {
    return this.random.pick(this.clients);
  }

  private get node(): string {
    return this.random.pick(this.nodes);
  }

  /** Change that an instance makes to itself. */
  private ownChange(): void {
    const { random, when, client } = this;
    if (random.happens(0.5)) this.steps.push({ at: when, kind: 'edits', client });
    else this.steps.push({ at: when, kind: 'says', client, status: random.pick(ownStatuses) });
  }

  private comingAndGoing(): void {
    const { random, when, client, node } = this;
    const dice = random.next();
    if (dice < 0.5) this.steps.push({ at: when, kind: 'moves', client, node });
    else if (dice < 0.75) this.steps.push({ at: when, kind: 'leaves', client });
    else this.steps.push({ at: when, kind: 'dies', client });
    if (dice >= 0.5 && random.happens(0.6)) {
      const later = when + random.between(50, 20_000);
      this.steps.push({ at: Math.min(later, TROUBLE_MS), kind: 'joins', client, node });
    }
  }

  private operatorOrder(): void {
    const { random, when, client, node } = this;
    const dice = random.next();
    if (dice < 0.45) {
      this.steps.push({ at: when, kind: 'force', node, client, status: random.pick(forcedStatuses) });
    } else if (dice < 0.7) {
      this.steps.push({ at: when, kind: 'unforce', node, client, status: random.pick(['UP', 'UNKNOWN']) });
    } else {
      this.steps.push({ at: when, kind: 'tag', node, client, value: String(random.between(1, 9)) });
    }
  }

  private crash(): void {
    this.steps.push({
      at: this.when,
      kind: 'crash',
      node: this.node,
      forMs: this.random.between(500, 15_000),
    });
  }

  private stall(): void {
    this.steps.push({
      at: this.when,
      kind: 'stall',
      node: this.node,
      forMs: this.random.between(500, MAX_DELAY_MS),
    });
  }

  private cut(): void {
    const { random, nodes, clients, when } = this;
    const forMs = random.between(1_000, 40_000);
    if (random.happens(0.3)) {
      // Partition: some registries and instances reach only each other.
      const everyone = [...nodes, ...clients];
      const inside = everyone.filter(() => random.happens(0.4));
      for (const from of inside) {
        for (const to of everyone) {
          const reaches = !inside.includes(to) && (nodes.includes(from) || nodes.includes(to));
          if (reaches) this.steps.push({ at: when, kind: 'cut', from, to, oneWay: false, forMs });
        }
      }
      return;
    }
    const [from, to] = this.randomLine();
    this.steps.push({ at: when, kind: 'cut', from, to, oneWay: random.happens(0.3), forMs });
  }

  /** Cancel near the end, so that the lease of an instance retained by mistake is still running. */
  private lateCancel(): void {
    const { random, client, steps } = this;
    const leaving: InstanceStep = {
      at: random.between(TROUBLE_MS - 15_000, TROUBLE_MS),
      kind: 'leaves',
      client,
    };
    steps.push(leaving);
    this.undeliveredChange(leaving);
  }

  /** Mishap of a replicated change on its way to one of the other registries. */
  private undeliveredChange(said: InstanceStep): void {
    const { random, steps, nodes, mishaps } = this;
    const from = 'node' in said ? said.node : this.registryOf(said);
    const to = random.pick(nodes.filter((name) => name !== from) as [string, ...string[]]);
    const what = random.pick(mishaps);
    steps.push({ at: said.at, kind: 'mishap', from, to, what, ms: random.between(100, MAX_DELAY_MS) });
  }

  /** Registry that an instance is probably using at the time of a step. */
  private registryOf({ at, client }: InstanceStep): string {
    const turns = this.steps
      .filter(isRegistryChoice)
      .filter((step) => step.client === client && step.at <= at);
    return turns.sort((one, other) => one.at - other.at).at(-1)?.node ?? this.node;
  }

  private mishap(): void {
    const [from, to] = this.randomLine();
    const ms = this.random.between(100, MAX_DELAY_MS);
    this.steps.push({ at: this.when, kind: 'mishap', from, to, what: this.random.pick(this.mishaps), ms });
  }

  private clock(): void {
    this.steps.push({
      at: this.when,
      kind: 'clock',
      node: this.node,
      byMs: this.random.between(-4_000, 4_000),
    });
  }

  /** Random sender and receiving registry. */
  private randomLine(): readonly [string, string] {
    const { random, nodes, clients } = this;
    const from = random.happens(0.7) ? random.pick(nodes) : random.pick(clients);
    const others = nodes.filter((name) => name !== from);
    return [from, random.pick(others as unknown as Names)];
  }
}

/** Step by or about an instance. */
type InstanceStep = Extract<Step, { readonly client: string }>;
type RegistryChoice = Extract<Step, { readonly kind: 'joins' | 'moves' }>;

const isInstanceStep = (step: Step): step is InstanceStep => 'client' in step;
const isRegistryChoice = (step: Step): step is RegistryChoice =>
  step.kind === 'joins' || step.kind === 'moves';
