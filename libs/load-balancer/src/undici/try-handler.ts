import type { Dispatcher } from 'undici';

/** The beginning of an answer. */
export interface Beginning {
  readonly status: number;
  readonly headers: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];
  /** Lets the body go to whoever made the call. */
  handOver(): void;
  /** Nobody will read it. */
  drop(): void;
}

export interface Listener {
  started(controller: Dispatcher.DispatchController): void;
  begins(beginning: Beginning): void;
  fails(error: Error): void;
  /** Whether this answer is the caller's at once; otherwise it waits for `handOver` or `drop`. */
  accepts(beginning: Beginning): boolean;
}

/** Hears one try: gives its beginning out, or its failure, and passes on what comes behind. */
export class TryHandler implements Dispatcher.DispatchHandler {
  private begun = false;
  private dropped = false;

  constructor(
    private readonly caller: Dispatcher.DispatchHandler,
    private readonly listener: Listener,
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.listener.started(controller);
  }

  onRequestUpgrade: Dispatcher.DispatchHandler['onRequestUpgrade'] = (...args) =>
    this.caller.onRequestUpgrade?.(...args);

  onResponseStart: Dispatcher.DispatchHandler['onResponseStart'] = (
    controller,
    status,
    headers,
    statusMessage,
  ) => {
    if (status < 200) return; // 103 and its like come before the answer
    this.begun = true;
    const pass = () => this.caller.onResponseStart?.(controller, status, headers, statusMessage);
    const beginning: Beginning = {
      status,
      headers,
      handOver: () => {
        pass();
        controller.resume();
      },
      drop: () => {
        this.dropped = true;
        controller.abort(new Error('another instance is asked'));
      },
    };
    if (!this.listener.accepts(beginning)) {
      controller.pause();
      return this.listener.begins(beginning);
    }
    this.listener.begins({ ...beginning, handOver: () => undefined });
    pass();
  };

  onResponseData: Dispatcher.DispatchHandler['onResponseData'] = (controller, chunk) =>
    this.caller.onResponseData?.(controller, chunk);

  onResponseEnd: Dispatcher.DispatchHandler['onResponseEnd'] = (controller, trailers) =>
    this.caller.onResponseEnd?.(controller, trailers);

  onResponseError: Dispatcher.DispatchHandler['onResponseError'] = (controller, error) => {
    if (!this.begun) this.listener.fails(error);
    else if (!this.dropped) this.caller.onResponseError?.(controller, error);
  };
}
