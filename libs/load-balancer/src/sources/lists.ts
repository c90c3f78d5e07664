import type { Clock } from '@eureka-nest/runtime/time';
import type { Candidate } from '../core/instance-source.js';

const none: readonly Candidate[] = [];

/** What a source knows: lists by name whatever its case, each the same array until it changed, and when that was heard. */
export class Lists {
  private readonly byName = new Map<string, readonly Candidate[]>();
  private heardAt: number | undefined;

  constructor(private readonly clock: Clock) {}

  instances(service: string): readonly Candidate[] {
    return this.byName.get(service.toLowerCase()) ?? none;
  }

  services(): readonly string[] {
    return [...this.byName.keys()].sort();
  }

  get ageMs(): number | undefined {
    return this.heardAt === undefined ? undefined : this.clock() - this.heardAt;
  }

  /** That what is here was heard, or heard to be still so, just now. */
  heard(): void {
    this.heardAt = this.clock();
  }

  put(service: string, list: readonly Candidate[]): void {
    const name = service.toLowerCase();
    const sorted = [...list].sort((one, other) => (one.instanceId < other.instanceId ? -1 : 1));
    if (JSON.stringify(sorted) !== JSON.stringify(this.byName.get(name))) this.byName.set(name, sorted);
  }

  /** All there are: others are forgotten. */
  replace(lists: ReadonlyMap<string, readonly Candidate[]>): void {
    for (const [service, list] of lists) this.put(service, list);
    const names = new Set([...lists.keys()].map((service) => service.toLowerCase()));
    for (const name of this.byName.keys()) if (!names.has(name)) this.byName.delete(name);
  }
}
