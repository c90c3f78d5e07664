import { type Clock, monotonicClock } from '@eureka-nest/runtime/time';
import type { Candidate, InstanceSource } from '../core/instance-source.js';

const none: readonly Candidate[] = [];

/**
 * A source that keeps its lists by service name, which is not case-sensitive. Invariant: a list
 * stays the same array until its content changes, whatever the order in which it arrives.
 */
export abstract class ListedSource implements InstanceSource {
  private readonly byName = new Map<string, readonly Candidate[]>();
  private confirmedAt: number | undefined;

  constructor(private readonly clock: Clock = monotonicClock) {}

  instances(service: string): readonly Candidate[] {
    return this.byName.get(service.toLowerCase()) ?? none;
  }

  services(): readonly string[] {
    return [...this.byName.keys()].sort();
  }

  /** Time since the lists were last known to be current. */
  get copyAgeMs(): number | undefined {
    return this.confirmedAt === undefined ? undefined : this.clock() - this.confirmedAt;
  }

  /** Records that the lists are current. */
  protected confirm(): void {
    this.confirmedAt = this.clock();
  }

  protected put(service: string, list: readonly Candidate[]): void {
    const name = service.toLowerCase();
    const sorted = [...list].sort((one, other) => (one.instanceId < other.instanceId ? -1 : 1));
    if (JSON.stringify(sorted) !== JSON.stringify(this.byName.get(name))) this.byName.set(name, sorted);
  }

  /** Replaces all lists by current ones; services that are missing are removed. */
  protected replace(lists: ReadonlyMap<string, readonly Candidate[]>): void {
    for (const [service, list] of lists) this.put(service, list);
    const names = new Set([...lists.keys()].map((service) => service.toLowerCase()));
    for (const name of this.byName.keys()) if (!names.has(name)) this.byName.delete(name);
    this.confirm();
  }
}
