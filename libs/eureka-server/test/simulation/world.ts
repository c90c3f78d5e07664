import { EventQueue } from './event-queue.js';
import { Inspection } from './invariants.js';
import { Network } from './network.js';
import { LATEST_MS, LEASE_SECS, RENEWAL_MS, SWEEP_MS, TROUBLE_MS } from './timing.js';
import { type Parts, realParts } from './server-process.js';
import { SimulatedClient } from './simulated-client.js';
import { type NodeWorld, SimulatedNode } from './simulated-node.js';
import { type Schedule, type Step, wordsOf } from './step.js';
import { Truth } from './oracle.js';

/** What became of a story. */
export interface Outcome {
  /** Nothing, if all is well. */
  readonly wrong: readonly string[];
  readonly events: number;
  readonly messages: number;
}

/** After the last trouble: registries have found each other again, and compared. */
const HEALED_MS = 13_000;
/** What was under way has arrived, and each instance was heard of again. */
const SETTLED_MS = LATEST_MS + 3 * RENEWAL_MS;
/** And the leases of those who died are over, one sweep for each; for a while nothing happens any more. */
const SILENT_MS = 10_000;
const OVER_MS = SETTLED_MS + 2 * LEASE_SECS * 1_000 + 4 * SWEEP_MS + SILENT_MS;
/** Far more than any story takes: who talks that much talks in circles. */
const MOST_MESSAGES = 6_000;

/** Registries and instances in one process, on a simulated network and in simulated time. */
export class World {
  private readonly queue = new EventQueue();
  private readonly network: Network;
  private readonly nodes: readonly SimulatedNode[];
  private readonly clients: readonly SimulatedClient[];
  private readonly truth: Truth;
  private readonly wrong: string[] = [];
  private endOfTrouble = TROUBLE_MS;

  /** @param hear gets the story, a line each, as it happens */
  constructor(
    private readonly schedule: Schedule,
    parts: Parts = realParts,
    private readonly hear?: (line: string) => void,
  ) {
    const { queue } = this;
    const { seed, capacity, selfPreservation, asJava, clients, clockErrorMs } = schedule;
    const tell = (line: () => string) => this.tell(line);
    this.network = new Network(queue, seed, tell);
    const shared = {
      queue,
      network: this.network,
      parts,
      seed,
      clients,
      capacity,
      selfPreservation,
      asJava,
      tell,
      gone: (...what: Parameters<NodeWorld['gone']>) => this.gone(...what),
      wrong: (what: string) => this.complain(what),
    };
    this.nodes = schedule.nodes.map((name) => new SimulatedNode(name, clockErrorMs[name] ?? 0, shared));
    this.clients = clients.map(
      (name) => new SimulatedClient(name, clockErrorMs[name] ?? 0, this.nodes, queue, this.network, tell),
    );
    this.truth = new Truth(schedule, this.nodes);
  }

  run(): Outcome {
    const { queue, network, schedule } = this;
    const inspection = new Inspection(this.nodes, this.clients, this.truth, schedule.selfPreservation);
    this.nodes.forEach((node) => this.start(node));
    for (const step of schedule.steps) queue.at(step.at, () => this.take(step));
    queue.at(TROUBLE_MS, () => network.calm());
    this.goOnUntil(TROUBLE_MS, () => []);
    const end = this.endOfTrouble;
    this.goOnUntil(end + HEALED_MS, () => inspection.whoIsBack());
    for (const at of [SETTLED_MS, SETTLED_MS + RENEWAL_MS, SETTLED_MS + 2 * RENEWAL_MS]) {
      this.goOnUntil(end + at, () => inspection.whatIsWrong());
    }
    const silentSince = end + OVER_MS - SILENT_MS;
    this.goOnUntil(end + OVER_MS, () => inspection.whatIsWrongInTheEnd(silentSince));
    return { wrong: [...new Set(this.wrong)], events: queue.count, messages: network.sent };
  }

  /** A story that goes wrong already is not told to its end. */
  private goOnUntil(end: number, inspect: () => readonly string[]): void {
    const { queue, network, wrong } = this;
    if (wrong.length > 0) return;
    queue.runUntil(end, () => network.sent > MOST_MESSAGES);
    if (network.sent > MOST_MESSAGES) this.complain(`more than ${MOST_MESSAGES} messages: they circle`);
    else inspect().forEach((what) => this.complain(what));
  }

  private take(step: Step): void {
    this.tell(() => wordsOf(step));
    this.happen(step);
  }

  private happen(step: Step): void {
    switch (step.kind) {
      case 'joins':
        this.truth.joined(step.client);
        return this.client(step.client).join(step.node);
      case 'moves':
        return this.client(step.client).move(step.node);
      case 'says':
        return this.client(step.client).say(step.status);
      case 'edits':
        return this.client(step.client).edit();
      case 'leaves':
        return this.client(step.client).leave();
      case 'dies':
        return this.client(step.client).die();
      case 'force':
      case 'unforce':
      case 'tag':
        return this.order(step);
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

  private order(step: Extract<Step, { kind: 'force' | 'unforce' | 'tag' }>): void {
    const { truth, queue } = this;
    const node = this.node(step.node);
    const { client } = step;
    const before = node.row(client)?.overriddenStatus ?? 'UNKNOWN';
    const isAway = !node.isUp || node.stalledUntil > queue.now;
    const answer = isAway ? 503 : this.ask(node, step);
    if (answer !== 200) return this.tell(() => `  ${node.name} answers ${answer}`);
    if (step.kind === 'force') truth.forced(node, client, before, step.status, queue.now);
    if (step.kind === 'unforce') truth.unforced(client, before, step.status, queue.now);
    if (step.kind === 'tag') truth.tagged(node, this.client(client), step.value, queue.now);
  }

  private ask(node: SimulatedNode, step: Extract<Step, { kind: 'force' | 'unforce' | 'tag' }>): number {
    if (step.kind === 'force') return node.force(step.client, step.status);
    if (step.kind === 'unforce') return node.unforce(step.client, step.status);
    return node.tag(step.client, step.value);
  }

  private start(node: SimulatedNode): void {
    node.start(this.nodes.filter((each) => each !== node));
  }

  private crash(node: SimulatedNode, forMs: number): void {
    if (!node.isUp) return this.tell(() => `  ${node.name} is down already`);
    node.crash();
    this.truth.lost(this.schedule.clients);
    this.lasts(forMs, () => {
      this.tell(() => `${node.name} is back, empty`);
      this.start(node);
    });
  }

  private stall(node: SimulatedNode, forMs: number): void {
    node.stalledUntil = Math.max(node.stalledUntil, this.queue.now + forMs);
    this.lasts(forMs, () => this.tell(() => `${node.name} goes on`));
  }

  private cut({ from, to, oneWay, forMs }: Extract<Step, { kind: 'cut' }>): void {
    const { network } = this;
    network.cut(from, to);
    if (!oneWay) network.cut(to, from);
    this.lasts(forMs, () => {
      this.tell(() => `${from} reaches ${to} again`);
      network.mend(from, to);
      if (!oneWay) network.mend(to, from);
    });
  }

  private lasts(ms: number, end: () => void): void {
    this.endOfTrouble = Math.max(this.endOfTrouble, this.queue.now + ms);
    this.queue.in(ms, end);
  }

  private gone(...[stamps, how]: Parameters<NodeWorld['gone']>): void {
    if (how === 'evicted') return this.truth.lost(stamps.keys());
    for (const [name, stamp] of stamps) {
      // A cancel tells no version: a registry that lists an older one cannot know that the newest left, too.
      const isNewest = stamp === this.client(name).lastDirtyTimestamp;
      this.truth.cancelled(name, how === 'by client' && isNewest);
    }
  }

  private complain(what: string): void {
    this.tell(() => `WRONG: ${what}`);
    this.wrong.push(what);
  }

  private tell(line: () => string): void {
    this.hear?.(`${(this.queue.now / 1_000).toFixed(3).padStart(8)}  ${line()}`);
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
  if (!one) throw new Error(`nobody is called ${name}`);
  return one;
}
