import type { Dispatcher } from 'undici';
import type { Try } from '../../call/call.js';
import type { TimerWheel, WheelTimer } from '../../call/timer-wheel.js';
import { ConnectTimeoutError, TryTimeoutError, UnaskedUpgradeError } from '../../core/errors.js';
import { hostAndPort } from '../../core/instance-source.js';
import { connectFailure } from '../http/connect-failure.js';
import { asksToClose } from '../http/connection-header.js';
import { readAheadBytes } from '../http/read-ahead.js';
import type { CallController, InFlightDispatch } from './call-controller.js';

type Handler = Dispatcher.DispatchHandler;
type Controller = Dispatcher.DispatchController;
type Headers = Parameters<NonNullable<Handler['onResponseStart']>>[2];

/** Parts that all tries of one call share. */
export interface DispatchedCall {
  /** Handler of the caller. */
  readonly caller: Handler;
  readonly controller: CallController;
  readonly idempotent: boolean;
  readonly timers: TimerWheel;
  /** Returns true if the request asks the server to keep the connection. */
  keepsAlive(): boolean;
}

/**
 * One try in flight. It settles when the response begins, the request fails, its time is over or
 * the caller aborts. A response that ends the call is delivered at once; any other is paused, or
 * read ahead if another instance is tried, until `deliver` or `discard`.
 */
export class DispatchTry implements Handler, InFlightDispatch {
  controller: Controller | undefined;
  status = 0;
  private headers: Headers = {};
  private statusMessage: string | undefined;
  private isSettled = false;
  private hasResponse = false;
  private isDelivered = false;
  private isDiscarded = false;
  /** Body of a response that is kept, as far as it was read. */
  private readonly chunks: Buffer[] = [];
  private chunkBytes = 0;
  /** Error of a response that broke off while it was paused. */
  private pausedError: Error | undefined;
  /** Trailers of a response that ended while it was paused: undici does not pause one to a HEAD. */
  private pausedTrailers: Headers | undefined;
  private readonly timer: WheelTimer | undefined;

  constructor(
    private readonly call: DispatchedCall,
    private readonly details: Try,
    private readonly resolve: (responded: DispatchTry) => void,
    private readonly reject: (error: Error) => void,
  ) {
    const { limitMs } = details;
    if (limitMs !== Infinity) this.timer = call.timers.start(limitMs, () => this.timeOut());
    call.controller.inFlight = this;
  }

  /** True if a 503 closes a connection that was to be kept: the instance may be shutting down. */
  get isClosing(): boolean {
    const { call, status, headers } = this;
    return call.idempotent && status === 503 && asksToClose(headers['connection']) && call.keepsAlive();
  }

  onRequestStart(controller: Controller): void {
    this.controller = controller;
    if (this.isSettled) controller.abort(new Error('the try has ended'));
  }

  onRequestUpgrade(...[controller, status, ...rest]: Parameters<NonNullable<Handler['onRequestUpgrade']>>) {
    this.status = status;
    this.hasResponse = this.isDelivered = true;
    this.resolveOnce();
    this.call.caller.onRequestUpgrade?.(controller, status, ...rest);
  }

  onResponseStart(controller: Controller, status: number, headers: Headers, statusMessage?: string): void {
    // undici has asked for an upgrade only if it reports that by `onRequestUpgrade`.
    if (status === 101) return this.rejectOnce(new UnaskedUpgradeError());
    if (status < 200) return; // informational, such as 103
    this.hasResponse = true;
    this.status = status;
    this.headers = headers;
    this.statusMessage = statusMessage;
    this.resolveOnce();
    if (this.details.accepts(status) && !this.isClosing) this.start(controller);
    else controller.pause();
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.isDelivered) return void this.call.caller.onResponseData?.(controller, chunk);
    this.chunks.push(chunk);
    this.chunkBytes += chunk.length;
    if (this.chunkBytes >= readAheadBytes) controller.pause();
  }

  onResponseEnd(controller: Controller, trailers: Headers): void {
    if (this.isDelivered) this.call.caller.onResponseEnd?.(controller, trailers);
    else this.pausedTrailers = trailers;
  }

  onResponseError(controller: Controller, error: Error): void {
    // undici starts a request once it has a connection.
    if (!this.controller) this.rejectOnce(connectFailure(error) as Error);
    else if (!this.hasResponse) this.rejectOnce(error);
    else if (this.isDelivered) this.call.caller.onResponseError?.(controller, error);
    else if (!this.isDiscarded) this.pausedError = error;
  }

  /** Passes the response to the caller, unless that has happened. */
  deliver(): void {
    if (this.isDelivered || !this.controller) return;
    // A later try may have come between, whose response was no better.
    this.call.controller.inFlight = this;
    this.start(this.controller);
    for (const chunk of this.chunks)
      if (!this.controller.aborted) this.call.caller.onResponseData?.(this.controller, chunk);
    if (this.pausedError) this.call.caller.onResponseError?.(this.controller, this.pausedError);
    else if (this.pausedTrailers) this.call.caller.onResponseEnd?.(this.controller, this.pausedTrailers);
    else this.controller.resume();
  }

  /** Reads ahead, so that the connection is free for another try. */
  keep(): void {
    if (!this.pausedError && !this.pausedTrailers) this.controller?.resume();
  }

  /** Drops the response unread. */
  discard(): void {
    this.isDiscarded = true;
    this.controller?.abort(new Error('another instance is tried'));
  }

  cancel(reason: Error): void {
    // undici has nothing to abort until the request starts.
    if (this.controller) this.controller.abort(reason);
    else this.rejectOnce(reason);
  }

  private start(controller: Controller): void {
    this.isDelivered = true;
    this.call.caller.onResponseStart?.(controller, this.status, this.headers, this.statusMessage);
  }

  private timeOut(): void {
    const { candidate, limitMs } = this.details;
    if (this.controller) this.controller.abort(new TryTimeoutError(limitMs));
    else this.rejectOnce(new ConnectTimeoutError(hostAndPort(candidate), limitMs, true));
  }

  private resolveOnce(): void {
    if (this.settle()) this.resolve(this);
  }

  private rejectOnce(error: Error): void {
    if (this.settle()) this.reject(error);
  }

  /** @returns false if the try had settled before */
  private settle(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    this.timer?.cancel();
    return true;
  }
}
