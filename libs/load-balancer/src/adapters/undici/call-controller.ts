import type { Dispatcher } from 'undici';
import { Cancelled } from './cancelled.js';

/** The try that is under way. */
export interface UnderWay {
  /** Absent before it starts. */
  readonly controller: Dispatcher.DispatchController | undefined;
  cancel(reason: Error): void;
}

/** For the caller one call has one controller, whatever try is under way. */
export class CallController extends Cancelled implements Dispatcher.DispatchController {
  underWay: UnderWay | undefined;

  get paused(): boolean {
    return this.underWay?.controller?.paused ?? false;
  }

  get rawHeaders(): Dispatcher.DispatchController['rawHeaders'] {
    return this.underWay?.controller?.rawHeaders;
  }

  get rawTrailers(): Dispatcher.DispatchController['rawTrailers'] {
    return this.underWay?.controller?.rawTrailers;
  }

  override abort(reason: Error): void {
    super.abort(reason);
    this.underWay?.cancel(reason);
  }

  pause(): void {
    this.underWay?.controller?.pause();
  }

  resume(): void {
    this.underWay?.controller?.resume();
  }
}
