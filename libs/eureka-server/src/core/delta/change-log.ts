import type { RegistryEntry } from '../registry/registry-entry.js';
import { instanceKey } from '../registry/instance-key.js';

/**
 * The latest changes, numbered, so that who saw up to one of them is told just the rest. Beyond Java, whose delta has no cursor: there
 * every client is sent the same three minutes.
 */
export class ChangeLog {
  /** A further one takes the place of the oldest. */
  private readonly kept: RegistryEntry[] = [];
  private count = 0;

  /** @param most how many are kept */
  constructor(private readonly most: number) {}

  /** The number of the latest one; 0 before the first. */
  get last(): number {
    return this.count;
  }

  add(held: RegistryEntry): void {
    if (this.most > 0) this.kept[this.count % this.most] = held;
    this.count += 1;
  }

  /** The latest holder of each id that changed after that number, once, in the order of the latest changes; undefined where they are not known any more. */
  since(number: number): readonly RegistryEntry[] | undefined {
    if (number > this.count || this.count - number > this.most) return undefined;
    const latest = new Map<string, RegistryEntry>();
    for (let at = number; at < this.count; at++) {
      const held = this.kept[at % this.most];
      if (!held) continue;
      const key = instanceKey(held.app, held.id);
      latest.delete(key);
      latest.set(key, held);
    }
    return [...latest.values()];
  }
}
