import type { Cancellation } from '../../call/call.js';

/** Whether the caller has given up. An AbortController would be most of what a balanced call costs. */
export class Cancelled implements Cancellation {
  aborted = false;
  private why: Error | null = null;
  private listeners: Set<() => void> | undefined;

  get reason(): Error | null {
    return this.why;
  }

  abort(reason: Error): void {
    if (this.aborted) return;
    this.aborted = true;
    this.why = reason;
    for (const listener of [...(this.listeners ?? [])]) listener();
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.why;
  }

  addEventListener(_: 'abort', listener: () => void): void {
    (this.listeners ??= new Set()).add(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.listeners?.delete(listener);
  }
}
