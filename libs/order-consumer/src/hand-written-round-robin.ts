const maxJavaInt = 2_147_483_647;

/**
 * The course's own balancer: index = number of the call (from 1) modulo number of instances. Java:
 * MyLB
 *
 * Java increments the counter in a compare-and-set loop, because many threads call at once. Node
 * runs `pick` on a single thread, so a plain increment cannot lose a call.
 */
export class HandWrittenRoundRobin {
  /** @param calls number of the last call; starts again at 0 after Java's largest int */
  constructor(public calls = 0) {}

  /** Picks the next instance; a call without instances is not counted. */
  pick<T>(instances: readonly T[]): T | undefined {
    if (instances.length === 0) return undefined;
    this.calls = this.calls >= maxJavaInt ? 0 : this.calls + 1;
    return instances[this.calls % instances.length];
  }
}
