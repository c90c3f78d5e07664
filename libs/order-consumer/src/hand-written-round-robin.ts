const maxJavaInt = 2_147_483_647;

/**
 * The course's own balancer: index = number of the call, counted from 1, modulo the number of instances. Java: MyLB
 *
 * Java advances the counter in a compare-and-set loop, since many threads call at once. Here one thread runs `pick` from
 * its first line to its last, so a plain increment cannot lose a call.
 */
export class HandWrittenRoundRobin {
  /** The number of the last call; 0 after the largest int of Java. */
  calls: number;

  constructor(calls = 0) {
    this.calls = calls;
  }

  /** Where there is nothing to pick, nothing is counted. */
  pick<T>(instances: readonly T[]): T | undefined {
    if (instances.length === 0) return undefined;
    this.calls = this.calls >= maxJavaInt ? 0 : this.calls + 1;
    return instances[this.calls % instances.length];
  }
}
