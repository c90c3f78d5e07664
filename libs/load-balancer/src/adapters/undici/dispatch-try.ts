import type { Dispatcher } from 'undici';
import type { Try } from '../../call/call.js';
import { ConnectTimeoutError, TryTimeoutError } from '../../core/errors.js';
import { addressOf } from '../../core/instance-source.js';
import type { Deadline, Deadlines } from '../../call/timer-wheel.js';
import type { CallController, UnderWay } from './call-controller.js';

type Handler = Dispatcher.DispatchHandler;
type Controller = Dispatcher.DispatchController;
type Headers = Parameters<NonNullable<Handler['onResponseStart']>>[2];

/** What the tries of one call have in common. */
export interface DispatchedCall {
  /** Whoever made the call. */
  readonly caller: Handler;
  readonly controller: CallController;
  readonly idempotent: boolean;
  readonly deadlines: Deadlines;
}

/** The beginning of an answer. */
export interface Beginning {
  readonly status: number;
  /** The instance is stopping. */
  readonly isClosing: boolean;
  /** Lets the answer go to whoever made the call. */
  handOver(): void;
  /** Nobody will read it. */
  drop(): void;
}

/**
 * One try under way: settles when the answer begins, when it fails, when its time is over or when the caller gives up.
 * An answer that ends the call is the caller's at once; any other waits for `handOver` or `drop`.
 */
export class DispatchTry implements Handler, Beginning, UnderWay {
  controller: Controller | undefined;
  status = 0;
  private headers: Headers = {};
  private statusMessage: string | undefined;
  private settled = false;
  private begun = false;
  /** The caller hears what comes. */
  private passed = false;
  private dropped = false;
  /** It broke off while it waited. */
  private brokeOff: Error | undefined;
  private readonly deadline: Deadline | undefined;

  constructor(
    private readonly call: DispatchedCall,
    private readonly about: Try,
    private readonly resolve: (beginning: Beginning) => void,
    private readonly reject: (error: Error) => void,
  ) {
    const { limitMs } = about;
    if (limitMs !== Infinity) this.deadline = call.deadlines.begin(limitMs, () => this.outOfTime());
    call.controller.underWay = this;
  }

  get isClosing(): boolean {
    return this.call.idempotent && this.status === 503 && this.headers['connection'] === 'close';
  }

  onRequestStart(controller: Controller): void {
    this.controller = controller;
    if (this.settled) controller.abort(new Error('given up'));
  }

  onRequestUpgrade(...[controller, status, ...more]: Parameters<NonNullable<Handler['onRequestUpgrade']>>) {
    this.status = status;
    this.begun = this.passed = true;
    this.begins();
    this.call.caller.onRequestUpgrade?.(controller, status, ...more);
  }

  onResponseStart(controller: Controller, status: number, headers: Headers, statusMessage?: string): void {
    if (status < 200) return; // 103 and its like come before the answer
    this.begun = true;
    this.status = status;
    this.headers = headers;
    this.statusMessage = statusMessage;
    this.begins();
    if (this.about.accepts(status) && !this.isClosing) this.pass(controller);
    else controller.pause();
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.call.caller.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: Controller, trailers: Headers): void {
    this.call.caller.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: Controller, error: Error): void {
    if (!this.begun) this.fails(error);
    else if (this.passed) this.call.caller.onResponseError?.(controller, error);
    else if (!this.dropped) this.brokeOff = error;
  }

  handOver(): void {
    if (this.passed || !this.controller) return;
    this.pass(this.controller);
    if (this.brokeOff) this.call.caller.onResponseError?.(this.controller, this.brokeOff);
    else this.controller.resume();
  }

  drop(): void {
    this.dropped = true;
    this.controller?.abort(new Error('another instance is asked'));
  }

  cancel(reason: Error): void {
    // Before it starts there is no connection, and undici offers nothing to abort.
    if (this.controller) this.controller.abort(reason);
    else this.fails(reason);
  }

  private pass(controller: Controller): void {
    this.passed = true;
    this.call.caller.onResponseStart?.(controller, this.status, this.headers, this.statusMessage);
  }

  private outOfTime(): void {
    const { candidate, limitMs } = this.about;
    if (this.controller) this.controller.abort(new TryTimeoutError(limitMs));
    else this.fails(new ConnectTimeoutError(addressOf(candidate), limitMs, true));
  }

  private begins(): void {
    if (this.settles()) this.resolve(this);
  }

  private fails(error: Error): void {
    if (this.settles()) this.reject(error);
  }

  /** @returns whether it had not settled before */
  private settles(): boolean {
    if (this.settled) return false;
    this.settled = true;
    this.deadline?.end();
    return true;
  }
}
