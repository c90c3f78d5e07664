import type { NodeDeclaration } from '../scenario/scenario.js';
import { portOf } from '../scenario/parse-scenario.js';
import type { HttpRequest, HttpResponse, MessageKind } from './messages.js';
import type { NoResponse, Receiver } from '@eureka-nest/server/simulation';
import type { World } from './world.js';

interface Sending {
  readonly to: SimProcess;
  readonly kind: MessageKind;
  readonly request: HttpRequest;
  readonly timeoutMs: number;
  readonly responded: (response: HttpResponse) => void;
  readonly failed: (why: NoResponse) => void;
}

/** A process of the cluster: it starts, ends, stands still, and exchanges messages. */
export abstract class SimProcess implements Receiver {
  stalledUntil = 0;
  isUp = false;
  startedAt = 0;
  readonly port: number;
  private life = 0;

  constructor(
    readonly declared: NodeDeclaration,
    protected readonly world: World,
  ) {
    this.port = portOf(declared.id);
  }

  /** Name in the network, and in the picture. */
  get name(): string {
    return this.declared.id;
  }

  get isPaused(): boolean {
    return this.isUp && this.stalledUntil > this.world.now;
  }

  /** Response to a request that arrived. */
  abstract serve(request: HttpRequest, from: string): HttpResponse;

  protected abstract started(): void;

  /** Called at the end, after which connections are refused. */
  protected abstract ended(): void;

  start(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.life += 1;
    this.startedAt = this.world.now;
    this.stalledUntil = 0;
    this.started();
  }

  /** Ends at once, without a word. */
  kill(): void {
    if (!this.isUp) return;
    this.isUp = false;
    this.life += 1;
    this.ended();
  }

  /** Stops in order, which for a registry is the same. */
  stop(): void {
    this.kill();
  }

  /** Runs an action later: postponed while this process stands still, dropped once it has ended. */
  later(ms: number, act: () => void): void {
    this.at(this.world.now + ms, this.life, act);
  }

  protected every(intervalMs: () => number, act: () => void): void {
    this.later(intervalMs(), () => {
      act();
      this.every(intervalMs, act);
    });
  }

  /** Sends a request; what comes back is dropped if this process has ended meanwhile. */
  send({ to, kind, request, timeoutMs, responded, failed }: Sending): void {
    const { life, name } = this;
    const ifAlive = (act: () => void) => this.at(this.world.now, life, act);
    const transmission = {
      from: name,
      to,
      what: kind,
      timeoutMs,
      kind,
      request,
      deliver: () => to.serve(request, name),
      responded: (response: HttpResponse) => ifAlive(() => responded(response)),
      failed: (why: NoResponse) => ifAlive(() => failed(why)),
    };
    this.world.network.send(transmission);
  }

  protected log(text: string): void {
    this.world.log.add('process', `${this.name}: ${text}`);
  }

  private at(at: number, life: number, act: () => void): void {
    this.world.queue.at(at, () => {
      if (life !== this.life) return;
      if (this.stalledUntil > this.world.now) this.at(this.stalledUntil, life, act);
      else act();
    });
  }
}
