import type { InstanceInfo, InstanceStatus, NodeHeaders } from '@eureka-nest/protocol';
import type { Failure } from '../../src/peers/peer-request.js';
import { drawn } from './seeded-random.js';
import type { EventQueue } from './event-queue.js';
import type { Network, NoAnswer, Receiver } from './network.js';
import { APP, EPOCH, MINUTE_MS, SWEEP_MS } from './timing.js';
import { type AnyRequest, type Answered, type Due, type Parts, ServerProcess } from './server-process.js';
import { isNews, wordsOfExchange } from './trace.js';

const TIMEOUT_MS = 6_000;
/** The shell looks at its links at least so often: clocks may be set. */
const LONGEST_WAIT_MS = 1_000;

const failureOf: Readonly<Record<NoAnswer, Failure>> = {
  'timed out': 'congestion',
  'connection refused': 'transient',
  '503': 'congestion',
  '500': 'permanent',
};

/** What a registry lists of an instance. */
export interface Row {
  readonly status: InstanceStatus;
  readonly overriddenStatus: InstanceStatus;
  readonly lastDirtyTimestamp: number;
  readonly version: string | undefined;
  readonly tag: string | undefined;
}

export interface NodeWorld {
  readonly queue: EventQueue;
  readonly network: Network;
  readonly parts: Parts;
  readonly seed: number;
  readonly capacity: number;
  readonly selfPreservation: boolean;
  readonly asJava: boolean;
  readonly tell: (line: () => string) => void;
  /** Who may be registered at all. */
  readonly clients: readonly string[];
  /** These are not listed here any more, with the versions that were: themselves said so, a peer did, or their leases were over. */
  readonly gone: (stamps: ReadonlyMap<string, number>, how: 'by client' | 'by peer' | 'evicted') => void;
  readonly wrong: (what: string) => void;
}

/** A registry's place in the network: its process starts, crashes and stands still; its messages come and go. */
export class SimulatedNode implements Receiver {
  stalledUntil = 0;
  /** When it last sent, or answered, something else than what goes on for ever. */
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

  // ---- its life ----

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
        random: () => drawn(seed, queue.now, name.charCodeAt(0), (draws += 1)),
        selfPreservation,
        capacity,
        asJava,
      },
      world.parts,
    );
    this.every(SWEEP_MS, ({ service }, lateMs) => this.watched('evicted', () => service.evict(lateMs)));
    this.every(MINUTE_MS, ({ service }) => service.closeMinute());
    this.every(MINUTE_MS / 2, ({ registry }) => registry.sweepChanges());
    this.pump();
  }

  crash(): void {
    this.process = undefined;
    this.life += 1;
  }

  /** Whom it lists, at which version. */
  private get stamps(): ReadonlyMap<string, number> {
    const { process, world } = this;
    const given = (id: string) => process?.registry.given(APP, id)?.lastDirtyTimestamp;
    return new Map(world.clients.map((id) => [id, given(id)] as const).filter(isListed));
  }

  /** Tells who is not listed any more after this; and that nobody is listed at an older version than before. */
  private watched<Result>(how: 'by client' | 'by peer' | 'evicted', act: () => Result): Result {
    const { name, world } = this;
    const before = this.stamps;
    const result = act();
    const after = this.stamps;
    const gone = new Map([...before].filter(([id]) => !after.has(id)));
    if (gone.size > 0 && how === 'evicted')
      world.tell(() => `  ${name} evicts ${[...gone.keys()].join(', ')}`);
    if (gone.size > 0) world.gone(gone, how);
    for (const [id, stamp] of before) {
      if (stamp > (after.get(id) ?? Infinity)) world.wrong(`${name} goes back to an older version of ${id}`);
    }
    return result;
  }

  // ---- what clients and operators ask; answered with a status code ----

  register(instance: InstanceInfo): number {
    return this.do(({ service }) => {
      service.register(instance, 'client');
      return true;
    });
  }

  heartbeat(id: string, lastDirtyTimestamp: number): number {
    return this.do(({ service }) => {
      const { verdict } = service.heartbeat(APP, id, { from: 'client', lastDirtyTimestamp });
      return verdict !== 'register-again';
    });
  }

  cancel(id: string): number {
    return this.do(({ service }) => service.cancel(APP, id, 'client'));
  }

  force(id: string, status: InstanceStatus): number {
    return this.do(({ service }) => service.setStatus(APP, id, status, { from: 'client' }));
  }

  unforce(id: string, status: InstanceStatus): number {
    return this.do(({ service }) => service.removeOverride(APP, id, status, { from: 'client' }));
  }

  tag(id: string, value: string): number {
    return this.do(({ service }) => service.putMetadata(APP, id, [['tag', value]]));
  }

  // ---- what is seen from outside ----

  row(id: string): Row | undefined {
    const given = this.process?.registry.given(APP, id);
    if (!given) return undefined;
    const { status, overriddenStatus, lastDirtyTimestamp, metadata } = given;
    return { status, overriddenStatus, lastDirtyTimestamp, version: metadata['v'], tag: metadata['tag'] };
  }

  // ---- its messages ----

  /** Sends what is due, and plans when to look again. */
  private pump(): void {
    const { process, world } = this;
    if (!process) return;
    for (let due = process.due(); due; due = process.due()) this.send(process, due);
    if (process.waiting > world.capacity) world.wrong(`${process.waiting} changes wait at ${this.name}`);
    this.plan(process);
  }

  private plan({ nextAt }: ServerProcess): void {
    const { queue } = this.world;
    const at = queue.now + Math.min(Math.max(1, nextAt - this.clock()), LONGEST_WAIT_MS);
    if (at >= this.wakesAt) return;
    this.wakesAt = at;
    this.later(at, () => {
      if (this.wakesAt === at) this.wakesAt = Infinity;
      this.pump();
    });
  }

  private send(process: ServerProcess, due: Due): void {
    const { world, name } = this;
    const { peer, request } = due;
    const to = this.others.find((each) => each.name === peer);
    if (!to) throw new Error(`${name} has no peer ${peer}`);
    const end = (act: () => void) =>
      this.later(world.queue.now, () => {
        this.watched('by peer', act);
        this.pump();
      });
    const { facts } = process;
    world.network.send({
      from: name,
      to,
      what: request.kind,
      timeoutMs: TIMEOUT_MS,
      deliver: () => to.serve(request, name, facts),
      answered: (answered) => end(() => process.answered(due, answered)),
      failed: (why) => end(() => process.failed(due, failureOf[why], why)),
    });
  }

  private serve(request: AnyRequest, from: string, theirs: NodeHeaders): Answered {
    const { process, world, name } = this;
    if (!process) throw new Error(`${name} is down, yet is asked`);
    const answered = this.watched('by peer', () => process.answer(request, from, theirs));
    if (isNews(request, answered.answer)) {
      this.lastNewsAt = world.queue.now;
      world.tell(() => `  ${from} -> ${name} ${wordsOfExchange(request, answered.answer)}`);
    }
    this.pump();
    return answered;
  }

  private do(act: (process: ServerProcess) => boolean): number {
    const { process } = this;
    if (!process) return 503;
    const isDone = this.watched('by client', () => act(process));
    this.pump();
    return isDone ? 200 : 404;
  }

  // ---- its time ----

  private every(ms: number, act: (process: ServerProcess, lateMs: number) => void): void {
    const { queue } = this.world;
    const dueAt = queue.now + ms;
    this.later(dueAt, () => {
      if (this.process) act(this.process, queue.now - dueAt);
      this.pump();
      this.every(ms, act);
    });
  }

  /** In this life, and not while it stands still. */
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
