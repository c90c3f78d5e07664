import { type Applications, appsHashCode } from '@eureka-nest/protocol';
import type { Events } from '../events/client-events.js';
import type { ClientLogger } from '../log/client-logger.js';
import { addsUp, oddities } from '../core/registry-document.js';
import { changesBetween } from '../core/registry-changes.js';
import {
  agrees,
  emptyRegistry,
  type LocalRegistry,
  wholeRegistry,
  withChanges,
} from '../core/registry-snapshot.js';
import { ServiceView } from '../core/service-view.js';
import { Milestone } from '../events/one-time-signal.js';
import type { RegistrySink } from './registry-source.js';
import type { Clock } from '../surroundings.js';

export interface LocalCopyOptions {
  readonly onlyUp: boolean;
  /** From this age on it is told that the copy is old. */
  readonly staleAfterMs: number;
}

/** The copy of the registry that a client answers from. It keeps what it has, whatever happens to the registries. */
export class LocalCopy implements RegistrySink {
  readonly firstFetch = new Milestone();
  /** The outcome of the very first try. */
  readonly firstTry = new Milestone();
  /** Why the last try failed. */
  fault: Error | undefined;
  /** When a registry last confirmed the copy, epoch ms. */
  private confirmedAt: number | undefined;
  private copy: LocalRegistry = emptyRegistry;
  private seen = new ServiceView(emptyRegistry);
  private version = '-1';
  private isStale = false;
  private readonly told = new Set<string>();

  /** @param onChange told of every copy that differs from the one before */
  constructor(
    private readonly options: LocalCopyOptions,
    private readonly clock: Clock,
    private readonly logger: ClientLogger,
    private readonly events: Events,
    private readonly onChange: (registry: LocalRegistry) => void = () => undefined,
  ) {}

  get registry(): LocalRegistry {
    return this.copy;
  }

  get view(): ServiceView {
    return this.seen;
  }

  get hasCopy(): boolean {
    return this.version !== '-1' && this.copy.size > 0;
  }

  /** Since a registry last confirmed it; undefined while there is none. */
  get ageMs(): number | undefined {
    return this.confirmedAt === undefined ? undefined : Math.max(0, this.clock() - this.confirmedAt);
  }

  whole(registry: Applications, from: string): void {
    if (!addsUp(registry)) {
      const { hashCode, applications } = registry;
      const found = appsHashCode(applications.flatMap(({ instances }) => instances));
      this.complain(`registry ${from} lists ${found || 'nobody'} where it says ${hashCode}: taking its list`);
    }
    for (const oddity of oddities(registry)) this.complain(`registry ${from} is odd: ${oddity}`);
    this.accept(wholeRegistry(registry), registry.version);
    this.confirmedAt = this.clock();
    this.confirmed(from, 'whole');
  }

  changes(changes: Applications, from: string): boolean {
    const merged = withChanges(this.copy, changes);
    if (!agrees(merged, changes.hashCode)) return false;
    this.accept(merged, changes.version);
    this.confirmed(from, 'changes');
    return true;
  }

  confirmed(from: string, fetched?: 'whole' | 'changes'): void {
    if (this.confirmedAt === undefined) return;
    this.confirmedAt = this.clock();
    if (fetched !== undefined) {
      this.logger.debug(`fetched ${fetched === 'whole' ? 'the registry' : 'its changes'} from ${from}`);
      this.events.tell('fetched', { from, kind: fetched });
    }
    if (!this.isStale) return;
    this.isStale = false;
    this.logger.log(`the copy of the registry is up to date again, from ${from}`);
    this.events.tell('fresh', { from });
  }

  ended(fault?: Error): void {
    this.fault = fault;
    if (fault) {
      this.firstTry.missed();
      this.complainOfAge();
    } else {
      this.firstTry.reached();
      this.firstFetch.reached();
    }
  }

  /** A copy from before this process, for as long as no registry answers. */
  restore(registry: LocalRegistry, confirmedAt: number): void {
    if (this.confirmedAt !== undefined) return;
    this.confirmedAt = confirmedAt;
    this.accept(registry, '-1');
    this.complainOfAge();
  }

  private complainOfAge(): void {
    const { ageMs } = this;
    if (this.isStale || ageMs === undefined || ageMs < this.options.staleAfterMs) return;
    this.isStale = true;
    this.logger.warn(
      `the copy of the registry is ${Math.round(ageMs / 1000)} s old: it is used all the same`,
    );
    this.events.tell('stale', { ageMs });
  }

  private accept(registry: LocalRegistry, version: string): void {
    this.version = version;
    if (registry === this.copy) return;
    const changes = changesBetween(this.copy, registry);
    this.copy = registry;
    // Whoever keeps what it was given sees by the same object that nothing changed.
    if (changes.length === 0) return;
    this.seen = new ServiceView(registry, this.options.onlyUp);
    this.onChange(registry);
    this.events.tell('changes', changes);
    for (const change of changes) this.events.tell(change.kind, change);
  }

  /** Once for each: a registry that is odd is so at every fetch. */
  private complain(words: string): void {
    if (this.told.has(words) || this.told.size >= 1000) return;
    this.told.add(words);
    this.logger.warn(words);
  }
}
