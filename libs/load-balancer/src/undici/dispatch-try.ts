import type { Dispatcher } from 'undici';
import type { Try } from '../call.js';
import { ConnectTimeoutError, InstanceClosingError, TryTimeoutError } from '../core/errors.js';
import { addressOf } from '../core/instance-source.js';
import type { WireSpan } from '../http/http-span.js';
import type { CallController } from './call-controller.js';
import type { Beginning, Listener } from './try-handler.js';

/** One try under way: settles when the answer begins, when it fails, when its time is over or when the caller gives up. */
export class DispatchTry implements Listener {
  private own: Dispatcher.DispatchController | undefined;
  private over = false;
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly about: Try,
    private readonly idempotent: boolean,
    private readonly call: CallController,
    private readonly span: WireSpan,
    private readonly resolve: (beginning: Beginning) => void,
    private readonly reject: (error: Error) => void,
  ) {
    const { limitMs } = about;
    if (limitMs !== Infinity) this.timer = setTimeout(() => this.outOfTime(), limitMs);
    call.cancelled.addEventListener('abort', this.cancel);
  }

  started(controller: Dispatcher.DispatchController): void {
    this.own = this.call.current = controller;
    if (this.over) controller.abort(new Error('given up'));
  }

  begins(beginning: Beginning): void {
    if (!this.end()) return;
    this.span.answered(beginning.status);
    if (!this.isClosing(beginning)) return this.resolve(beginning);
    beginning.drop();
    this.reject(new InstanceClosingError());
  }

  fails(error: Error): void {
    if (!this.end()) return;
    this.span.failed(error);
    this.reject(error);
  }

  accepts(beginning: Beginning): boolean {
    return this.about.accepts(beginning.status) && !this.isClosing(beginning);
  }

  private isClosing({ status, headers }: Beginning): boolean {
    return this.idempotent && status === 503 && headers['connection'] === 'close';
  }

  private outOfTime(): void {
    const { candidate, limitMs } = this.about;
    if (this.own) this.own.abort(new TryTimeoutError(limitMs));
    else this.fails(new ConnectTimeoutError(addressOf(candidate), limitMs, true));
  }

  private readonly cancel = (): void => {
    const reason = this.call.reason ?? new Error('cancelled');
    // Before it starts there is no connection, and undici offers nothing to abort.
    if (this.own) this.own.abort(reason);
    else this.fails(reason);
  };

  /** @returns whether it was not over yet */
  private end(): boolean {
    if (this.over) return false;
    this.over = true;
    clearTimeout(this.timer);
    this.call.cancelled.removeEventListener('abort', this.cancel);
    return true;
  }
}
