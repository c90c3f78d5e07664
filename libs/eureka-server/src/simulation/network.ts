import { hashToUnit } from './hash-to-unit.js';
import type { EventQueue } from './event-queue.js';

/** Fault of one message, the next on its line. */
export type Mishap = 'lost' | 'answer lost' | 'late' | 'answer late' | 'twice' | 'refused' | 'broken';

/** Reason why there is no response. */
export type NoResponse = 'timed out' | 'connection refused' | '503' | '500';

/** Target of requests. */
export interface Receiver {
  readonly name: string;
  /** False while connections are refused. */
  readonly isUp: boolean;
  /** Time until which arriving requests wait. */
  readonly stalledUntil: number;
}

/** One request. Exactly one of `responded` and `failed` is called, once. */
export interface Transmission<Answer> {
  readonly from: string;
  readonly to: Receiver;
  /** Name of the request in the trace. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly deliver: () => Answer;
  readonly responded: (answer: Answer) => void;
  readonly failed: (why: NoResponse) => void;
}

/** One way of an exchange: the request, or its response. */
export interface Leg {
  /** The object that was sent, as it was handed in. */
  readonly sending: Pick<Transmission<unknown>, 'from' | 'to' | 'what'>;
  readonly isResponse: boolean;
  readonly sentAt: number;
  readonly arrivesAt: number;
  readonly isLost: boolean;
  /** Answer of a response that has one. */
  readonly answer?: unknown;
}

/** Replaces the delays of a network, loses messages at random, and watches them. */
export interface NetworkHooks {
  readonly wayMs?: (from: string, to: string) => number;
  readonly loses?: (from: string, to: string) => boolean;
  readonly watch?: (leg: Leg) => void;
}

interface Planned {
  readonly what: Mishap;
  readonly ms: number;
  readonly until: number;
}

/** Time for which a planned mishap waits for a request. */
const MISHAP_WAIT_MS = 3_000;

/** Simulated network: delivers requests and responses after a delay, or loses them. */
export class Network {
  /** Number of requests sent. */
  sent = 0;
  private readonly cuts = new Map<string, number>();
  private readonly mishaps = new Map<string, Planned[]>();

  constructor(
    private readonly queue: EventQueue,
    private readonly seed: number,
    private readonly trace: (line: () => string) => void,
    private readonly hooks: NetworkHooks = {},
  ) {}

  /** Cuts requests in one direction. Cuts of the same line may overlap, and each must be mended. */
  cut(from: string, to: string): void {
    const line = lineOf(from, to);
    this.cuts.set(line, (this.cuts.get(line) ?? 0) + 1);
  }

  mend(from: string, to: string): void {
    const line = lineOf(from, to);
    this.cuts.set(line, (this.cuts.get(line) ?? 1) - 1);
  }

  /** Plans a mishap for the next request on this line. */
  plan(from: string, to: string, { what, ms }: Pick<Planned, 'what' | 'ms'>): void {
    const line = lineOf(from, to);
    const until = this.queue.now + MISHAP_WAIT_MS;
    this.mishaps.set(line, [...(this.mishaps.get(line) ?? []), { what, ms, until }]);
  }

  /** Drops planned mishaps that have not happened yet. */
  forgetMishaps(): void {
    this.mishaps.clear();
  }

  send<Answer>(sending: Transmission<Answer>): void {
    const { from, to, what, timeoutMs, failed } = sending;
    const { queue } = this;
    const line = lineOf(from, to.name);
    this.sent += 1;
    const mishap = this.mishapOn(line);
    if (mishap) this.trace(() => `  ${from} -> ${to.name} ${what}: ${mishap.what}`);
    const wayMs = this.hooks.wayMs?.(from, to.name) ?? this.latencyMs(line);
    const { watch } = this.hooks;
    const leg = { sending, isResponse: false, sentAt: queue.now };
    if (this.isCut(line) || mishap?.what === 'lost' || this.hooks.loses?.(from, to.name)) {
      if (!mishap) this.trace(() => `  ${from} -> ${to.name} ${what}: cut off`);
      watch?.({ ...leg, arrivesAt: queue.now + wayMs, isLost: true });
      return queue.in(timeoutMs, () => failed('timed out'));
    }
    if (mishap?.what === 'refused') return queue.in(2 * wayMs, () => failed('503'));
    if (mishap?.what === 'broken') return queue.in(2 * wayMs, () => failed('500'));
    const exchange = new Exchange(sending, queue, queue.now + timeoutMs, watch);
    const arrivesInMs = wayMs + (mishap?.what === 'late' ? mishap.ms : 0);
    const backMs = wayMs + (mishap?.what === 'answer late' ? mishap.ms : 0);
    const isLost = () =>
      mishap?.what === 'answer lost' || this.isCut(line) || this.hooks.loses?.(to.name, from) === true;
    watch?.({ ...leg, arrivesAt: queue.now + arrivesInMs, isLost: false });
    if (arrivesInMs > timeoutMs) exchange.failInTime();
    queue.in(arrivesInMs, () => exchange.arrive(backMs, isLost));
    if (mishap?.what === 'twice') queue.in(arrivesInMs + mishap.ms, () => exchange.arriveAgain());
  }

  private mishapOn(line: string): Planned | undefined {
    const planned = this.mishaps.get(line);
    let next = planned?.shift();
    while (next && next.until < this.queue.now) next = planned?.shift();
    return next;
  }

  private isCut(line: string): boolean {
    return (this.cuts.get(line) ?? 0) > 0;
  }

  /** Latency of 1 to 20 ms, a function of time and line only: other events do not change it. */
  private latencyMs(line: string): number {
    const spread = hashToUnit(this.seed, this.queue.now, line.charCodeAt(0), line.charCodeAt(1), line.length);
    return 1 + Math.floor(20 * spread);
  }
}

/** One request in flight. */
class Exchange<Answer> {
  private isOver = false;

  constructor(
    private readonly sending: Transmission<Answer>,
    private readonly queue: EventQueue,
    private readonly deadline: number,
    private readonly watch: NetworkHooks['watch'],
  ) {}

  arrive(backMs: number, isLost: () => boolean): void {
    const { queue, deadline } = this;
    const { to, deliver, responded } = this.sending;
    if (!to.isUp) {
      this.responds({ arrivesAt: queue.now + backMs, isLost: false });
      return this.end(queue.now + backMs, (failed) => failed('connection refused'));
    }
    if (to.stalledUntil > queue.now) {
      if (to.stalledUntil > deadline) this.failInTime();
      return queue.at(to.stalledUntil, () => this.arrive(backMs, isLost));
    }
    const answer = deliver();
    const backAt = queue.now + backMs;
    const isUnheard = isLost() || backAt > deadline;
    this.responds({ arrivesAt: backAt, isLost: isUnheard, answer });
    if (isUnheard) this.failInTime();
    else this.end(backAt, () => responded(answer));
  }

  /** Delivers a duplicate; its response is discarded. */
  arriveAgain(): void {
    const { to, deliver } = this.sending;
    if (to.isUp && to.stalledUntil <= this.queue.now) deliver();
  }

  private responds(leg: Pick<Leg, 'arrivesAt' | 'isLost' | 'answer'>): void {
    const { sending, queue } = this;
    this.watch?.({ sending, isResponse: true, sentAt: queue.now, ...leg });
  }

  failInTime(): void {
    this.end(this.deadline, (failed) => failed('timed out'));
  }

  private end(at: number, report: (failed: (why: NoResponse) => void) => void): void {
    this.queue.at(at, () => {
      if (this.isOver) return;
      this.isOver = true;
      report(this.sending.failed);
    });
  }
}

const lineOf = (from: string, to: string) => `${from}>${to}`;
