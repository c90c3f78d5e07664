import type { Cancellation } from './call.js';
import { TryTimeoutError } from '../core/errors.js';
import type { Deadlines } from './timer-wheel.js';

/** What a promise becomes, unless the time is over or the caller gives up before. */
export function withinLimit<T>(work: Promise<T>, limitMs: number, signal?: Cancellation): Promise<T> {
  if (limitMs === Infinity && !signal) return work;
  return new Promise<T>((resolve, reject) => {
    const giveUp = () => end(() => reject(signal?.reason as Error));
    const timer =
      limitMs === Infinity
        ? undefined
        : setTimeout(() => end(() => reject(new TryTimeoutError(limitMs))), Math.max(1, limitMs));
    const end = (how: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      how();
    };
    if (signal?.aborted) return giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    work.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error as Error)),
    );
  });
}

/** Waits, unless the caller gives up before. */
export function pause(ms: number, signal?: Cancellation): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((done) => (timer = setTimeout(done, ms)));
  return withinLimit(over, Infinity, signal).finally(() => clearTimeout(timer));
}

export interface LimitedSignal {
  readonly signal: AbortSignal | undefined;
  /** The time no longer runs; the caller may still cancel. */
  release(): void;
}

/** A signal that follows the caller's and a time limit. */
export function limitedSignal(deadlines: Deadlines, limitMs: number, signal?: AbortSignal): LimitedSignal {
  if (limitMs === Infinity) return { signal, release: () => undefined };
  const controller = new AbortController();
  const deadline = deadlines.begin(limitMs, () => controller.abort(new TryTimeoutError(limitMs)));
  return {
    signal: signal ? AbortSignal.any([signal, controller.signal]) : controller.signal,
    release: () => deadline.end(),
  };
}
