import { type EventQueue, hashToUnit } from '@eureka-nest/server/simulation';

interface Conditions {
  /** Added to each way. */
  latencyMs: number;
  lossPercent: number;
  isCut: boolean;
}

/** The conditions between any two processes, for each direction. */
export class Links {
  private readonly all = new Map<string, Conditions>();
  private draws = 0;

  constructor(
    private readonly queue: EventQueue,
    private readonly seed: number,
  ) {}

  set(from: string, to: string, change: Partial<Conditions>): void {
    const before = this.of(from, to);
    this.all.set(`${from}>${to}`, { ...before, ...change });
  }

  of(from: string, to: string): Conditions {
    return this.all.get(`${from}>${to}`) ?? { latencyMs: 0, lossPercent: 0, isCut: false };
  }

  /** 1 to 5 ms, by the seed and the time, and the latency of the link. */
  wayMs(from: string, to: string): number {
    return 1 + Math.floor(5 * this.chance(from, to)) + this.of(from, to).latencyMs;
  }

  loses(from: string, to: string): boolean {
    const { isCut, lossPercent } = this.of(from, to);
    return isCut || (lossPercent > 0 && 100 * this.chance(from, to) < lossPercent);
  }

  private chance(from: string, to: string): number {
    return hashToUnit(this.seed, this.queue.now, from.length, to.length, (this.draws += 1));
  }
}
