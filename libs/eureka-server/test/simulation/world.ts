import { EventQueue } from '../../src/simulation/event-queue.js';
import { Invariants } from './invariants.js';
import { Network } from '../../src/simulation/network.js';
import { MAX_DELAY_MS, LEASE_SECS, RENEWAL_MS, SWEEP_MS, TROUBLE_MS } from './timing.js';
import { type Parts, realParts } from '../../src/simulation/server-process.js';
import { SimulatedClient } from './simulated-client.js';
import type { NodeWorld } from './node-world.js';
import { SimulatedNode } from './simulated-node.js';
import { type Schedule, type Step, stepText } from './step.js';
import { Oracle } from './oracle.js';

/** Result of a story. */
export interface Outcome {
  /** Empty if all invariants hold. */
  readonly violations: readonly string[];
  readonly events: number;
  readonly messages: number;
}

/** Time after the last fault at which the registries have reconnected and compared. */
const HEALED_MS = 13_000;
/** Time after which all messages have arrived and each live instance has renewed. */
const SETTLED_MS = MAX_DELAY_MS + 3 * RENEWAL_MS;
/** Quiet period at the end, after the leases of dead instances have expired. */
const QUIET_MS = 10_000;
const OVER_MS = SETTLED_MS + 2 * LEASE_SECS * 1_000 + 4 * SWEEP_MS + QUIET_MS;
/** Limit far above any story: more messages mean that some circulate. */
const MAX_MESSAGES = 6_000;

/** Registries and instances in one process, on a simulated network and in simulated time. */
export class World {
  private readonly queue = new EventQueue();
  private readonly network: Network;
  private readonly nodes: readonly SimulatedNode[];
  private readonly clients: readonly SimulatedClient[];
  private readonly oracle: Oracle;
  private readonly violations: string[] = [];
  private endOfTrouble = TROUBLE_MS;

  /** @param onTrace receives the trace, line by line */
  constructor(
    private readonly schedule: Schedule,
    parts: Parts = realParts,
    private readonly onTrace?: (line: string) => void,
  ) {
    const { queue } = this;
    const { seed, capacity, selfPreservation, asJava, clients, clockErrorMs } = schedule;
    const trace = (line: () => string) => this.trace(line);
    this.network = new Network(queue, seed, trace);
    const shared = {
      queue,
      network: this.network,
      parts,
      seed,
      clients,
      capacity,
      selfPreservation,
      asJava,
      trace,
      gone: (...what: Parameters<NodeWorld['gone']>) => this.gone(...what),
      violation: (what: string) => this.violation(what),
    };
    this.nodes = schedule.nodes.map((name) => new SimulatedNode(name, clockErrorMs[name] ?? 0, shared));
    this.clients = clients.map(
      (name) => new SimulatedClient(name, clockErrorMs[name] ?? 0, this.nodes, queue, this.network, trace),
    );
    this.oracle = new Oracle(schedule, this.nodes);
  }

  run(): Outcome {
    const { queue, network, schedule } = this;
    const inspection = new Invariants(this.nodes, this.clients, this.oracle, schedule.selfPreservation);
    this.nodes.forEach((node) => this.start(node));
    for (const step of schedule.steps) queue.at(step.at, () => this.perform(step));
    queue.at(TROUBLE_MS, () => network.forgetMishaps());
    this.runUntil(TROUBLE_MS, () => []);
    const end = this.endOfTrouble;
    this.runUntil(end + HEALED_MS, () => inspection.resurrected());
    for (const at of [SETTLED_MS, SETTLED_MS + RENEWAL_MS, SETTLED_MS + 2 * RENEWAL_MS]) {
      this.runUntil(end + at, () => inspection.violations());
    }
    const silentSince = end + OVER_MS - QUIET_MS;
    this.runUntil(end + OVER_MS, () => inspection.finalViolations(silentSince));
    return { violations: [...new Set(this.violations)], events: queue.count, messages: network.sent };
  }

  /** Ends the story at the first violation. */
  private runUntil(end: number, inspect: () => readonly string[]): void {
    const { queue, network, violations } = this;
    if (violations.length > 0) return;
    queue.runUntil(end, () => network.sent > MAX_MESSAGES);
    if (network.sent > MAX_MESSAGES) this.violation(`more than ${MAX_MESSAGES} messages: some circulate`);
    else inspect().forEach((what) => this.violation(what));
  }

  private perform(step: Step): void {
    this.trace(() => stepText(step));
    this.happen(step);
  }

  private happen(step: Step): void {
    switch (step.kind) {
      case 'joins':
        this.oracle.joined(step.client);
        return this.client(step.client).join(step.node);
      case 'moves':
        return this.client(step.client).move(step.node);
      case 'says':
        return this.client(step.client).setStatus(step.status);
      case 'edits':
        return this.client(step.client).edit();
      case 'leaves':
        return this.client(step.client).leave();
      case 'dies':
        return this.client(step.client).die();
      case 'force':
      case 'unforce':
      case 'tag':
        return this.operatorOrder(step);
      case 'crash':
        return this.crash(this.node(step.node), step.forMs);
      case 'stall':
        return this.stall(this.node(step.node), step.forMs);
      case 'cut':
        return this.cut(step);
      case 'mishap':
        return this.network.plan(step.from, step.to, step);
      case 'clock':
        return this.node(step.node).setClock(step.byMs);
    }
  }

  private operatorOrder(step: Extract<Step, { kind: 'force' | 'unforce' | 'tag' }>): void {
    const { oracle, queue } = this;
    const node = this.node(step.node);
    const { client } = step;
    const before = node.row(client)?.overriddenStatus ?? 'UNKNOWN';
    const isAway = !node.isUp || node.stalledUntil > queue.now;
    const answer = isAway ? 503 : this.sendOrder(node, step);
    if (answer !== 200) return this.trace(() => `  ${node.name} answers ${answer}`);
    if (step.kind === 'force') oracle.forced(node, client, before, step.status, queue.now);
    if (step.kind === 'unforce') oracle.unforced(client, before, step.status, queue.now);
    if (step.kind === 'tag') oracle.tagged(node, this.client(client), step.value, queue.now);
  }

  private sendOrder(node: SimulatedNode, step: Extract<Step, { kind: 'force' | 'unforce' | 'tag' }>): number {
    if (step.kind === 'force') return node.force(step.client, step.status);
    if (step.kind === 'unforce') return node.unforce(step.client, step.status);
    return node.tag(step.client, step.value);
  }

  private start(node: SimulatedNode): void {
    node.start(this.nodes.filter((each) => each !== node));
  }

  private crash(node: SimulatedNode, forMs: number): void {
    if (!node.isUp) return this.trace(() => `  ${node.name} is down already`);
    node.crash();
    this.oracle.lost(this.schedule.clients);
    this.endAfter(forMs, () => {
      this.trace(() => `${node.name} is back, empty`);
      this.start(node);
    });
  }

  private stall(node: SimulatedNode, forMs: number): void {
    node.stalledUntil = Math.max(node.stalledUntil, this.queue.now + forMs);
    this.endAfter(forMs, () => this.trace(() => `${node.name} goes on`));
  }

  private cut({ from, to, oneWay, forMs }: Extract<Step, { kind: 'cut' }>): void {
    const { network } = this;
    network.cut(from, to);
    if (!oneWay) network.cut(to, from);
    this.endAfter(forMs, () => {
      this.trace(() => `${from} reaches ${to} again`);
      network.mend(from, to);
      if (!oneWay) network.mend(to, from);
    });
  }

  private endAfter(ms: number, end: () => void): void {
    this.endOfTrouble = Math.max(this.endOfTrouble, this.queue.now + ms);
    this.queue.in(ms, end);
  }

  private gone(...[stamps, how]: Parameters<NodeWorld['gone']>): void {
    if (how === 'evicted') return this.oracle.lost(stamps.keys());
    for (const [name, stamp] of stamps) {
      // A cancel of Java has no version: a registry with an older one cannot know about the
      // newest.
      const isNewest = stamp === this.client(name).lastDirtyTimestamp;
      this.oracle.cancelled(name, how === 'by client' && isNewest);
    }
  }

  private violation(what: string): void {
    this.trace(() => `WRONG: ${what}`);
    this.violations.push(what);
  }

  private trace(line: () => string): void {
    this.onTrace?.(`${(this.queue.now / 1_000).toFixed(3).padStart(8)}  ${line()}`);
  }

  private node(name: string): SimulatedNode {
    return found(this.nodes, name);
  }

  private client(name: string): SimulatedClient {
    return found(this.clients, name);
  }
}

function found<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const one = all.find((each) => each.name === name);
  if (!one) throw new Error(`no member is called ${name}`);
  return one;
}
