import { drawn } from './seeded-random.js';
import type { EventQueue } from './event-queue.js';
import type { Mishap } from './step.js';

/** Why there is no answer. */
export type NoAnswer = 'timed out' | 'connection refused' | '503' | '500';

/** Somebody who is sent something. */
export interface Receiver {
  readonly name: string;
  /** Refuses connections while it is down. */
  readonly isUp: boolean;
  /** Until then what arrives waits. */
  readonly stalledUntil: number;
}

/** One request. Exactly one of `answered` and `failed` follows, once. */
export interface Sending<Answer> {
  readonly from: string;
  readonly to: Receiver;
  /** For the story. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly deliver: () => Answer;
  readonly answered: (answer: Answer) => void;
  readonly failed: (why: NoAnswer) => void;
}

interface Planned {
  readonly what: Mishap;
  readonly ms: number;
  readonly until: number;
}

/** So long a mishap waits for a request to befall. */
const WAITS_MS = 3_000;

/** Carries requests and answers, each in its time; or does not. */
export class Network {
  /** How many went. */
  sent = 0;
  private readonly cuts = new Map<string, number>();
  private readonly mishaps = new Map<string, Planned[]>();

  constructor(
    private readonly queue: EventQueue,
    private readonly seed: number,
    private readonly tell: (line: () => string) => void,
  ) {}

  /** Requests of one do not reach the other any more. Cuts of one line may overlap. */
  cut(from: string, to: string): void {
    const line = lineOf(from, to);
    this.cuts.set(line, (this.cuts.get(line) ?? 0) + 1);
  }

  mend(from: string, to: string): void {
    const line = lineOf(from, to);
    this.cuts.set(line, (this.cuts.get(line) ?? 1) - 1);
  }

  /** The next request that goes this way meets with it. */
  plan(from: string, to: string, { what, ms }: Pick<Planned, 'what' | 'ms'>): void {
    const line = lineOf(from, to);
    const until = this.queue.now + WAITS_MS;
    this.mishaps.set(line, [...(this.mishaps.get(line) ?? []), { what, ms, until }]);
  }

  /** What is planned and has not happened yet does not. */
  calm(): void {
    this.mishaps.clear();
  }

  send<Answer>(sending: Sending<Answer>): void {
    const { from, to, what, timeoutMs, failed } = sending;
    const { queue } = this;
    const line = lineOf(from, to.name);
    this.sent += 1;
    const mishap = this.mishapOn(line);
    if (mishap) this.tell(() => `  ${from} -> ${to.name} ${what}: ${mishap.what}`);
    if (this.isCut(line) || mishap?.what === 'lost') {
      if (!mishap) this.tell(() => `  ${from} -> ${to.name} ${what}: cut off`);
      return queue.in(timeoutMs, () => failed('timed out'));
    }
    const wayMs = this.wayMs(line);
    if (mishap?.what === 'refused') return queue.in(2 * wayMs, () => failed('503'));
    if (mishap?.what === 'broken') return queue.in(2 * wayMs, () => failed('500'));
    const exchange = new Exchange(sending, queue, queue.now + timeoutMs);
    const arrivesInMs = wayMs + (mishap?.what === 'late' ? mishap.ms : 0);
    const backMs = wayMs + (mishap?.what === 'answer late' ? mishap.ms : 0);
    const isLost = () => mishap?.what === 'answer lost' || this.isCut(line);
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

  /** 1 to 20 ms, by the moment and the line: nothing else that happens changes it. */
  private wayMs(line: string): number {
    const spread = drawn(this.seed, this.queue.now, line.charCodeAt(0), line.charCodeAt(1), line.length);
    return 1 + Math.floor(20 * spread);
  }
}

/** One request under way. */
class Exchange<Answer> {
  private isOver = false;

  constructor(
    private readonly sending: Sending<Answer>,
    private readonly queue: EventQueue,
    private readonly deadline: number,
  ) {}

  arrive(backMs: number, isLost: () => boolean): void {
    const { queue, deadline } = this;
    const { to, deliver, answered } = this.sending;
    if (!to.isUp) return this.end(queue.now + backMs, (failed) => failed('connection refused'));
    if (to.stalledUntil > queue.now) {
      if (to.stalledUntil > deadline) this.failInTime();
      return queue.at(to.stalledUntil, () => this.arrive(backMs, isLost));
    }
    const answer = deliver();
    const backAt = queue.now + backMs;
    if (isLost() || backAt > deadline) this.failInTime();
    else this.end(backAt, () => answered(answer));
  }

  /** A copy of what arrived already; nobody waits for its answer. */
  arriveAgain(): void {
    const { to, deliver } = this.sending;
    if (to.isUp && to.stalledUntil <= this.queue.now) deliver();
  }

  failInTime(): void {
    this.end(this.deadline, (failed) => failed('timed out'));
  }

  private end(at: number, tell: (failed: (why: NoAnswer) => void) => void): void {
    this.queue.at(at, () => {
      if (this.isOver) return;
      this.isOver = true;
      tell(this.sending.failed);
    });
  }
}

const lineOf = (from: string, to: string) => `${from}>${to}`;
