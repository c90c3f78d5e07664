import type { Dispatcher } from 'undici';
import { AbortState } from './abort-state.js';

/** The try of a call that is in flight. */
export interface InFlightDispatch {
  /** Undefined until undici has started the request. */
  readonly controller: Dispatcher.DispatchController | undefined;
  cancel(reason: Error): void;
}

/** The one controller that a caller gets for a call; it acts on the try in flight. */
export class CallController extends AbortState implements Dispatcher.DispatchController {
  inFlight: InFlightDispatch | undefined;

  get paused(): boolean {
    return this.inFlight?.controller?.paused ?? false;
  }

  get rawHeaders(): Dispatcher.DispatchController['rawHeaders'] {
    return this.inFlight?.controller?.rawHeaders;
  }

  get rawTrailers(): Dispatcher.DispatchController['rawTrailers'] {
    return this.inFlight?.controller?.rawTrailers;
  }

  override abort(reason: Error): void {
    super.abort(reason);
    this.inFlight?.cancel(reason);
  }

  pause(): void {
    this.inFlight?.controller?.pause();
  }

  resume(): void {
    this.inFlight?.controller?.resume();
  }
}
