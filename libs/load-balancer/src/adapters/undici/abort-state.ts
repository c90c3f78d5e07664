import type { Cancellation } from '../../call/call.js';

/** Abort state of one call. An AbortController would be most of the cost of a balanced call. */
export class AbortState implements Cancellation {
  aborted = false;
  reason: Error | null = null;
  private listeners: Set<() => void> | undefined;

  abort(reason: Error): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listener of [...(this.listeners ?? [])]) listener();
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
}
