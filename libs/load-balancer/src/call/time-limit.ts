import { timerDelay } from '@eureka-nest/runtime/time';
import { linkSignals } from '../core/linked-signal.js';
import { TryTimeoutError } from '../core/errors.js';
import type { Cancellation } from './call.js';
import type { TimerWheel } from './timer-wheel.js';

/** Settles like `work`, or rejects when the time limit is over or the caller aborts. */
export function withTimeLimit<T>(work: Promise<T>, limitMs: number, signal?: Cancellation): Promise<T> {
  if (limitMs === Infinity && !signal) return work;
  let release = () => {};
  const limited = new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal?.reason as Error);
    const expire = () => reject(new TryTimeoutError(limitMs));
    const timer = limitMs === Infinity ? undefined : setTimeout(expire, timerDelay(Math.max(1, limitMs)));
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
    work.then(resolve, reject);
    release = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
  });
  return limited.finally(release);
}

/** Waits, or rejects when the caller aborts. */
export function pause(ms: number, signal?: Cancellation): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<void>((resolve) => (timer = setTimeout(resolve, timerDelay(ms))));
  return withTimeLimit(elapsed, Infinity, signal).finally(() => clearTimeout(timer));
}

export interface LimitedSignal {
  readonly signal: AbortSignal | undefined;
  /** Ends the time limit; the caller can still abort. */
  stopTimer(): void;
  /** Ends the time limit, and removes every listener from the caller's signal. */
  release(): void;
}

const noLimit = { stopTimer: () => undefined, release: () => undefined };

/** A signal that aborts with the caller's, or when the time limit is over. */
export function limitSignal(timers: TimerWheel, limitMs: number, signal?: AbortSignal): LimitedSignal {
  if (limitMs === Infinity) return { signal, ...noLimit };
  const link = linkSignals(signal);
  const timer = timers.start(limitMs, () => link.abort(new TryTimeoutError(limitMs)));
  const stopTimer = () => timer.cancel();
  return {
    signal: link.signal,
    stopTimer,
    release: () => {
      stopTimer();
      link.release();
    },
  };
}
