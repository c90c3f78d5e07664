import type { Stop } from '@eureka-nest/runtime/time';

/** Listeners hear the name of an application just before an instance of it changes or leaves. */
export class BeforeChange {
  private readonly listeners = new Set<(app: string) => void>();

  listen(listener: (app: string) => void): Stop {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** @param app upper case */
  of(app: string): void {
    if (this.listeners.size > 0) for (const listener of this.listeners) listener(app);
  }
}
