import type { EventQueue } from '../../../src/simulation/event-queue.js';
import type { SeededRandom } from '@eureka-nest/runtime/testing';

/** Network between one follower and the registries, with faults while there is trouble. */
export class Wire {
  /** Ends with the trouble. */
  isFaulty = true;
  /** Registries that cannot be reached. */
  readonly cuts = new Set<string>();
  /** True if the next response or event states a position of the future. */
  errsNext: 'response' | 'event' | undefined;

  constructor(
    readonly queue: EventQueue,
    private readonly random: SeededRandom,
  ) {}

  /** Duration of one way. Few messages take long, and so are overtaken by others. */
  wayMs(): number {
    const longest = this.isFaulty && this.random.happens(0.25) ? 1_400 : 30;
    return 1 + Math.floor(this.random.next() * longest);
  }

  loses(registry: string): boolean {
    return this.cuts.has(registry) || (this.isFaulty && this.random.happens(0.05));
  }

  errs(kind: 'response' | 'event'): boolean {
    const isNext = this.errsNext === kind;
    if (isNext) this.errsNext = undefined;
    return isNext;
  }
}

/** Numbers by which a wrong position is ahead. */
export const FUTURE = 500;
