import type { Dispatcher } from 'undici';
import { Cancelled } from './cancelled.js';

/** For the caller one call has one controller, whatever try is under way. */
export class CallController implements Dispatcher.DispatchController {
  readonly cancelled = new Cancelled();
  /** Of the try that is under way. */
  current: Dispatcher.DispatchController | undefined;

  get aborted(): boolean {
    return this.cancelled.aborted;
  }

  get paused(): boolean {
    return this.current?.paused ?? false;
  }

  get reason(): Error | null {
    return (this.cancelled.reason as Error | undefined) ?? null;
  }

  get rawHeaders(): Dispatcher.DispatchController['rawHeaders'] {
    return this.current?.rawHeaders;
  }

  get rawTrailers(): Dispatcher.DispatchController['rawTrailers'] {
    return this.current?.rawTrailers;
  }

  abort(reason: Error): void {
    this.cancelled.abort(reason);
    this.current?.abort(reason);
  }

  pause(): void {
    this.current?.pause();
  }

  resume(): void {
    this.current?.resume();
  }
}
