import type { InstanceInfo, InstanceStatus, NodeHeaders } from '@eureka-nest/protocol';
import type { PeerFailure } from '../../src/peers/peer-request.js';
import { hashToUnit } from '../../src/simulation/hash-to-unit.js';
import type { NoResponse, Receiver } from '../../src/simulation/network.js';
import type { NodeWorld, Row } from './node-world.js';
import { APP, EPOCH, MINUTE_MS, SWEEP_MS } from './timing.js';
import {
  type AnyRequest,
  type NodeResponse,
  type Due,
  ServerProcess,
} from '../../src/simulation/server-process.js';
import { isNews, exchangeText } from './trace.js';

const TIMEOUT_MS = 6_000;
/** Longest wait before the links are asked again, as in `Peer`: clocks may be set. */
const MAX_WAIT_MS = 1_000;

const failureKinds: Readonly<Record<NoResponse, PeerFailure>> = {
  'timed out': 'congestion',
  'connection refused': 'transient',
  '503': 'congestion',
  '500': 'permanent',
};

/** Registry in the simulated network: it starts, crashes, stalls, and exchanges messages. */
export class SimulatedNode implements Receiver {
  stalledUntil = 0;
  /** Time of the last message with news, see {@link isNews}. */
  lastNewsAt = 0;
  private process: ServerProcess | undefined;
  private life = 0;
  private others: readonly SimulatedNode[] = [];
  private wakesAt = Infinity;

  constructor(
    readonly name: string,
    private clockErrorMs: number,
    private readonly world: NodeWorld,
  ) {}

  get isUp(): boolean {
    return this.process !== undefined;
  }

  readonly clock = (): number => EPOCH + this.world.queue.now + this.clockErrorMs;

  setClock(byMs: number): void {
    this.clockErrorMs += byMs;
  }

  // ---- life cycle ----

  start(others: readonly SimulatedNode[]): void {
    const { world, name, clock } = this;
    this.others = others;
    this.life += 1;
    this.wakesAt = Infinity;
    let draws = 0;
    const { queue, seed, selfPreservation, capacity, asJava } = world;
    const startedAt = queue.now;
    this.process = new ServerProcess(
      {
        node: `${name}${this.life}`,
        peers: others.map((each) => each.name),
        clock,
        uptime: () => queue.now - startedAt,
        random: () => hashToUnit(seed, queue.now, name.charCodeAt(0), (draws += 1)),
        selfPreservation,
        capacity,
        asJava,
      },
      world.parts,
    );
    this.every(SWEEP_MS, ({ service }, lateMs) => this.watchListing('evicted', () => service.evict(lateMs)));
    this.every(MINUTE_MS, ({ service }) => service.closeMinute());
    this.every(MINUTE_MS / 2, ({ registry }) => registry.sweepChanges());
    this.sendDue();
  }

  crash(): void {
    this.process = undefined;
    this.life += 1;
  }

  /** `lastDirtyTimestamp` of each listed instance. */
  private get listedVersions(): ReadonlyMap<string, number> {
    const { process, world } = this;
    const given = (id: string) => process?.registry.reads.peekListed(APP, id)?.lastDirtyTimestamp;
    return new Map(world.clients.map((id) => [id, given(id)] as const).filter(isListed));
  }

  /** Runs an action, reports instances that vanished, and checks that no version went back. */
  private watchListing<Result>(how: 'by client' | 'by peer' | 'evicted', act: () => Result): Result {
    const { name, world } = this;
    const before = this.listedVersions;
    const result = act();
    const after = this.listedVersions;
    const gone = new Map([...before].filter(([id]) => !after.has(id)));
    if (gone.size > 0 && how === 'evicted')
      world.trace(() => `  ${name} evicts ${[...gone.keys()].join(', ')}`);
    if (gone.size > 0) world.gone(gone, how);
    for (const [id, stamp] of before) {
      if (stamp > (after.get(id) ?? Infinity))
        world.violation(`${name} goes back to an older version of ${id}`);
    }
    return result;
  }

  // ---- requests of clients and operators; the result is a status code ----

  register(instance: InstanceInfo): number {
    return this.clientCall(({ service }) => {
      service.register(instance, 'client');
      return true;
    });
  }

  heartbeat(id: string, lastDirtyTimestamp: number): number {
    return this.clientCall(({ service }) => {
      const { verdict } = service.heartbeat(APP, id, { from: 'client', lastDirtyTimestamp });
      return verdict !== 'register-again';
    });
  }

  cancel(id: string): number {
    return this.clientCall(({ service }) => service.cancel(APP, id, 'client'));
  }

  force(id: string, status: InstanceStatus): number {
    return this.clientCall(({ service }) => service.setStatus(APP, id, status, { from: 'client' }));
  }

  unforce(id: string, status: InstanceStatus): number {
    return this.clientCall(({ service }) => service.removeOverride(APP, id, status, { from: 'client' }));
  }

  tag(id: string, value: string): number {
    return this.clientCall(({ service }) => service.putMetadata(APP, id, [['tag', value]]));
  }

  // ---- state as seen from outside ----

  row(id: string): Row | undefined {
    const given = this.process?.registry.reads.peekListed(APP, id);
    if (!given) return undefined;
    const { status, overriddenStatus, lastDirtyTimestamp, metadata } = given;
    return { status, overriddenStatus, lastDirtyTimestamp, version: metadata['v'], tag: metadata['tag'] };
  }

  // ---- messages ----

  /** Sends what is due, and schedules the next look. */
  private sendDue(): void {
    const { process, world } = this;
    if (!process) return;
    for (let due = process.nextDue(); due; due = process.nextDue()) this.send(process, due);
    if (process.longestQueue > world.capacity)
      world.violation(`${process.longestQueue} changes wait at ${this.name}`);
    this.plan(process);
  }

  private plan({ nextDueAt }: ServerProcess): void {
    const { queue } = this.world;
    const at = queue.now + Math.min(Math.max(1, nextDueAt - this.clock()), MAX_WAIT_MS);
    if (at >= this.wakesAt) return;
    this.wakesAt = at;
    this.later(at, () => {
      if (this.wakesAt === at) this.wakesAt = Infinity;
      this.sendDue();
    });
  }

  private send(process: ServerProcess, due: Due): void {
    const { world, name } = this;
    const { peer, request } = due;
    const to = this.others.find((each) => each.name === peer);
    if (!to) throw new Error(`${name} has no peer ${peer}`);
    const end = (act: () => void) =>
      this.later(world.queue.now, () => {
        this.watchListing('by peer', act);
        this.sendDue();
      });
    const { headers } = process;
    world.network.send({
      from: name,
      to,
      what: request.kind,
      timeoutMs: TIMEOUT_MS,
      deliver: () => to.serve(request, name, headers),
      responded: (answered) => end(() => process.responded(due, answered)),
      failed: (why) => end(() => process.failed(due, failureKinds[why], why)),
    });
  }

  private serve(request: AnyRequest, from: string, theirs: NodeHeaders): NodeResponse {
    const { process, world, name } = this;
    if (!process) throw new Error(`${name} is down, yet is asked`);
    const answered = this.watchListing('by peer', () => process.handle(request, from, theirs));
    if (isNews(request, answered.response)) {
      this.lastNewsAt = world.queue.now;
      world.trace(() => `  ${from} -> ${name} ${exchangeText(request, answered.response)}`);
    }
    this.sendDue();
    return answered;
  }

  private clientCall(act: (process: ServerProcess) => boolean): number {
    const { process } = this;
    if (!process) return 503;
    const isDone = this.watchListing('by client', () => act(process));
    this.sendDue();
    return isDone ? 200 : 404;
  }

  // ---- time ----

  private every(ms: number, act: (process: ServerProcess, lateMs: number) => void): void {
    const { queue } = this.world;
    const dueAt = queue.now + ms;
    this.later(dueAt, () => {
      if (this.process) act(this.process, queue.now - dueAt);
      this.sendDue();
      this.every(ms, act);
    });
  }

  /** Schedules an action of this process: postponed while it stalls, dropped after a crash. */
  private later(at: number, act: () => void): void {
    const { life, world } = this;
    world.queue.at(at, () => {
      if (life !== this.life) return;
      if (this.stalledUntil > world.queue.now) this.later(this.stalledUntil, act);
      else act();
    });
  }
}

const isListed = (row: readonly [string, number | undefined]): row is readonly [string, number] =>
  row[1] !== undefined;
