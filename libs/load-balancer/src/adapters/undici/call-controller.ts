import type { Dispatcher } from 'undici';
import type { Cancellation } from '../../call/call.js';

/** The try of a call that is in flight. */
export interface InFlightDispatch {
  /** Undefined until undici has started the request. */
  readonly controller: Dispatcher.DispatchController | undefined;
  cancel(reason: Error): void;
}

/**
 * The one controller that a caller gets for a call; it acts on the try in flight.
 *
 * It is also the call's abort signal, since an AbortController would be most of the cost of a
 * balanced call.
 */
export class CallController implements Dispatcher.DispatchController, Cancellation {
  inFlight: InFlightDispatch | undefined;
  aborted = false;
  reason: Error | null = null;
  private listeners: Set<() => void> | undefined;

  get paused(): boolean {
    return this.inFlight?.controller?.paused ?? false;
  }

  get rawHeaders(): Dispatcher.DispatchController['rawHeaders'] {
    return this.inFlight?.controller?.rawHeaders;
  }

  get rawTrailers(): Dispatcher.DispatchController['rawTrailers'] {
    return this.inFlight?.controller?.rawTrailers;
  }

  abort(reason: Error): void {
    if (!this.aborted) {
      this.aborted = true;
      this.reason = reason;
      for (const listener of [...(this.listeners ?? [])]) listener();
    }
    this.inFlight?.cancel(reason);
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  addEventListener(_: 'abort', listener: () => void): void {
    (this.listeners ??= new Set()).add(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.listeners?.delete(listener);
  }

  pause(): void {
    this.inFlight?.controller?.pause();
  }

  resume(): void {
    this.inFlight?.controller?.resume();
  }
}
