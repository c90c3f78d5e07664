import { CanceledError, type InternalAxiosRequestConfig } from 'axios';
import type { Cancellation } from '../../call/call.js';

type Listener = () => void;
/** The methods of axios's `CancelToken` that its types omit. */
interface Subscription {
  subscribe(listener: Listener): void;
  unsubscribe(listener: Listener): void;
}

/** The `signal` and the `cancelToken` of a config; either ends a call with axios's own error. */
export class AxiosCancellation implements Cancellation {
  constructor(private readonly config: InternalAxiosRequestConfig) {}

  /** Undefined for a config without either. */
  static of(config: InternalAxiosRequestConfig): AxiosCancellation | undefined {
    return config.signal || config.cancelToken ? new AxiosCancellation(config) : undefined;
  }

  get aborted(): boolean {
    const { signal, cancelToken } = this.config;
    return signal?.aborted === true || cancelToken?.reason !== undefined;
  }

  get reason(): unknown {
    return this.config.cancelToken?.reason ?? new CanceledError(undefined, this.config);
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  addEventListener(_: 'abort', listener: Listener): void {
    this.config.signal?.addEventListener?.('abort', listener);
    (this.config.cancelToken as Subscription | undefined)?.subscribe(listener);
  }

  removeEventListener(_: 'abort', listener: Listener): void {
    this.config.signal?.removeEventListener?.('abort', listener);
    (this.config.cancelToken as Subscription | undefined)?.unsubscribe(listener);
  }
}
