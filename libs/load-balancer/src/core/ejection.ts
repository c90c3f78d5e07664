import type { Clock } from '@eureka-nest/runtime';

/**
 * Remembers which instances of one service failed a moment ago and leaves them out for a while.
 *
 * The registry needs minutes to notice a killed instance, and may keep it for ever (self-preservation);
 * a caller that was refused knows at once.
 */
export class Ejection {
  private readonly outUntil = new Map<string, number>();

  constructor(
    readonly durationMs: number,
    private readonly clock: Clock,
  ) {}

  /** @returns whether this is news: false for one that failed before and has not answered since */
  eject(key: string): boolean {
    const news = !this.outUntil.has(key);
    this.outUntil.set(key, this.clock() + this.durationMs);
    return news;
  }

  /** It answered. @returns whether this is news */
  readmit(key: string): boolean {
    return this.outUntil.delete(key);
  }

  /** Those to choose from. Never nobody: when all have failed, a try is better than none. */
  amongst<T>(all: readonly T[], keyOf: (each: T) => string): readonly T[] {
    const now = this.clock();
    const left = all.filter((each) => !((this.outUntil.get(keyOf(each)) ?? 0) > now));
    return left.length > 0 ? left : all;
  }

  /** Who is no longer listed is forgotten: one that comes back has been started anew. */
  forgetAllBut(listed: readonly string[]): void {
    for (const key of this.outUntil.keys()) if (!listed.includes(key)) this.outUntil.delete(key);
  }
}
