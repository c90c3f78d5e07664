import type { InstanceStatus } from '@eureka-nest/protocol';
import { Chance } from './seeded-random.js';
import { LATEST_MS, TROUBLE_MS } from './timing.js';
import type { Mishap, Schedule, Step } from './step.js';

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

/** What the seed makes of it: who is there, how wrong their clocks go, and what befalls them. */
export function scheduleOf(seed: number): Schedule {
  const chance = new Chance(seed);
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
    steps: new Teller(chance, nodes, clients, asJava).tell(),
  };
}

/** Makes up the steps. Each story draws on some kinds of trouble only: so rare pairs come often enough. */
class Teller {
  private readonly steps: Step[] = [];
  private readonly mishaps: readonly [Mishap, ...Mishap[]];

  constructor(
    private readonly chance: Chance,
    private readonly nodes: Names,
    private readonly clients: Names,
    private readonly asJava: boolean,
  ) {
    this.mishaps = chance.happens(0.5) ? losses : delays;
  }

  tell(): readonly Step[] {
    const { chance, clients, nodes, steps } = this;
    for (const client of clients) {
      this.steps.push({ at: chance.between(0, 8_000), kind: 'joins', client, node: chance.pick(nodes) });
    }
    this.some(0.7, 6, () => this.word());
    this.some(0.6, 5, () => this.comingAndGoing());
    // Java's registries lose what operators say, or swap it: nothing can be demanded there.
    if (!this.asJava) this.some(0.7, 8, () => this.order());
    this.some(0.4, 3, () => this.crash());
    this.some(0.25, 3, () => this.stall());
    this.some(0.6, 4, () => this.cut());
    this.some(0.6, 50, () => this.mishap());
    this.some(0.15, 2, () => this.clock());
    this.some(0.3, clients.length, () => this.goodbye());
    this.some(0.7, 16, () => this.missedNews(chance.pick(steps.filter(isSaid) as [Said, ...Said[]])));
    return steps.sort((one, other) => one.at - other.at);
  }

  private some(probability: number, most: number, add: () => void): void {
    if (!this.chance.happens(probability)) return;
    for (let left = this.chance.between(1, most); left > 0; left--) add();
  }

  /** Often close to something else: most of what goes wrong is two things at a time. */
  private get when(): number {
    const { chance, steps } = this;
    const other = steps[chance.between(0, 2 * steps.length)];
    if (!other) return chance.between(1_000, TROUBLE_MS);
    return Math.min(Math.max(1_000, other.at + chance.between(-1_500, 1_500)), TROUBLE_MS);
  }

  private get client(): string {
    return this.chance.pick(this.clients);
  }

  private get node(): string {
    return this.chance.pick(this.nodes);
  }

  /** What the instances say of themselves. */
  private word(): void {
    const { chance, when, client } = this;
    if (chance.happens(0.5)) this.steps.push({ at: when, kind: 'edits', client });
    else this.steps.push({ at: when, kind: 'says', client, status: chance.pick(ownStatuses) });
  }

  private comingAndGoing(): void {
    const { chance, when, client, node } = this;
    const dice = chance.next();
    if (dice < 0.5) this.steps.push({ at: when, kind: 'moves', client, node });
    else if (dice < 0.75) this.steps.push({ at: when, kind: 'leaves', client });
    else this.steps.push({ at: when, kind: 'dies', client });
    if (dice >= 0.5 && chance.happens(0.6)) {
      const later = when + chance.between(50, 20_000);
      this.steps.push({ at: Math.min(later, TROUBLE_MS), kind: 'joins', client, node });
    }
  }

  private order(): void {
    const { chance, when, client, node } = this;
    const dice = chance.next();
    if (dice < 0.45) {
      this.steps.push({ at: when, kind: 'force', node, client, status: chance.pick(forcedStatuses) });
    } else if (dice < 0.7) {
      this.steps.push({ at: when, kind: 'unforce', node, client, status: chance.pick(['UP', 'UNKNOWN']) });
    } else {
      this.steps.push({ at: when, kind: 'tag', node, client, value: String(chance.between(1, 9)) });
    }
  }

  private crash(): void {
    this.steps.push({
      at: this.when,
      kind: 'crash',
      node: this.node,
      forMs: this.chance.between(500, 15_000),
    });
  }

  private stall(): void {
    this.steps.push({
      at: this.when,
      kind: 'stall',
      node: this.node,
      forMs: this.chance.between(500, LATEST_MS),
    });
  }

  private cut(): void {
    const { chance, nodes, clients, when } = this;
    const forMs = chance.between(1_000, 40_000);
    if (chance.happens(0.3)) {
      // One registry is alone, or some are among themselves, with the instances next to them.
      const everybody = [...nodes, ...clients];
      const inside = everybody.filter(() => chance.happens(0.4));
      for (const from of inside) {
        for (const to of everybody) {
          const reaches = !inside.includes(to) && (nodes.includes(from) || nodes.includes(to));
          if (reaches) this.steps.push({ at: when, kind: 'cut', from, to, oneWay: false, forMs });
        }
      }
      return;
    }
    const [from, to] = this.line();
    this.steps.push({ at: when, kind: 'cut', from, to, oneWay: chance.happens(0.3), forMs });
  }

  /** Towards the end: who is kept by mistake then has a lease that still runs when all is mended. */
  private goodbye(): void {
    const { chance, client, steps } = this;
    const leaving: Said = { at: chance.between(TROUBLE_MS - 15_000, TROUBLE_MS), kind: 'leaves', client };
    steps.push(leaving);
    this.missedNews(leaving);
  }

  /** Something is said, and one of the other registries does not hear of it as it should. */
  private missedNews(said: Said): void {
    const { chance, steps, nodes, mishaps } = this;
    const from = 'node' in said ? said.node : this.registryOf(said);
    const to = chance.pick(nodes.filter((name) => name !== from) as [string, ...string[]]);
    const what = chance.pick(mishaps);
    steps.push({ at: said.at, kind: 'mishap', from, to, what, ms: chance.between(100, LATEST_MS) });
  }

  /** Where an instance is likely to say something. */
  private registryOf({ at, client }: Said): string {
    const turns = this.steps.filter(isTurn).filter((step) => step.client === client && step.at <= at);
    return turns.sort((one, other) => one.at - other.at).at(-1)?.node ?? this.node;
  }

  private mishap(): void {
    const [from, to] = this.line();
    const ms = this.chance.between(100, LATEST_MS);
    this.steps.push({ at: this.when, kind: 'mishap', from, to, what: this.chance.pick(this.mishaps), ms });
  }

  private clock(): void {
    this.steps.push({
      at: this.when,
      kind: 'clock',
      node: this.node,
      byMs: this.chance.between(-4_000, 4_000),
    });
  }

  /** From anybody to a registry. */
  private line(): readonly [string, string] {
    const { chance, nodes, clients } = this;
    const from = chance.happens(0.7) ? chance.pick(nodes) : chance.pick(clients);
    const others = nodes.filter((name) => name !== from);
    return [from, chance.pick(others as unknown as Names)];
  }
}

/** By or about an instance. */
type Said = Extract<Step, { readonly client: string }>;
type Turn = Extract<Step, { readonly kind: 'joins' | 'moves' }>;

const isSaid = (step: Step): step is Said => 'client' in step;
const isTurn = (step: Step): step is Turn => step.kind === 'joins' || step.kind === 'moves';
