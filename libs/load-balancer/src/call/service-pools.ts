import { systemRandom, type Clock, type Random } from '@eureka-nest/runtime/time';
import { NoInstanceError } from '../core/errors.js';
import type { InstanceSource } from '../core/instance-source.js';
import { ejectionRules } from '../core/pool/ejection.js';
import type { PoolMember } from '../core/pool/pool-member.js';
import { type PickOptions, ServicePool } from '../core/pool/service-pool.js';
import { RetryBudget } from '../core/retry/retry-budget.js';
import { retryPolicy, type RetryPolicy } from '../core/retry/retry-policy.js';
import { randomStart, roundRobin } from '../core/strategies/strategy.js';
import type { Observer } from '../observability/observer.js';
import type { LoadBalancerParts, ServiceSettings } from '../options/load-balancer-parts.js';
import type { Cancellation } from './call.js';
import { DemandedRefresh } from './demanded-refresh.js';
import { withTimeLimit } from './time-limit.js';

/** State of one service between two calls. */
export interface ServiceState {
  readonly pool: ServicePool;
  readonly retry: RetryPolicy;
  readonly budget: RetryBudget;
}

const noSettings: ServiceSettings = {};

/** The pools of all services that have been called, with their settings and the shared refresh. */
export class ServicePools {
  readonly source: InstanceSource;
  readonly clock: Clock;
  readonly random: Random;
  private readonly settings = new Map<string, ServiceSettings>();
  private readonly states = new Map<string, ServiceState>();
  private readonly refreshing: DemandedRefresh;

  constructor(
    private readonly parts: LoadBalancerParts,
    private readonly observer: Observer,
  ) {
    this.source = parts.source;
    this.clock = parts.clock ?? (() => performance.now());
    this.refreshing = new DemandedRefresh(parts.source, this.clock);
    this.random = parts.random ?? systemRandom;
    for (const [service, settings] of Object.entries(parts.services ?? {})) this.configure(service, settings);
  }

  /** Adds settings of a service, whose state starts anew. */
  configure(service: string, settings: ServiceSettings): void {
    const name = service.toLowerCase();
    this.settings.set(name, { ...this.settings.get(name), ...settings });
    this.states.delete(name);
  }

  /** Settings of a service. Each call asks for them, so the usual case of none at all is cheap. */
  settingsOf(service: string): ServiceSettings {
    return (this.settings.size > 0 && this.settings.get(service.toLowerCase())) || noSettings;
  }

  /** State of a service, its pool updated to the source's current list. */
  of(service: string): ServiceState {
    const name = service.toLowerCase();
    const list = this.source.instances(service);
    let state = this.states.get(name);
    if (!state) {
      state = this.newState(name);
      if (list.length > 0) this.states.set(name, state); // misspelt names must not fill the memory
    }
    const hasChanged = state.pool.update(list);
    if (hasChanged) this.observer.leftOut(service, state.pool.uncallable);
    return state;
  }

  /**
   * Refreshes the source once and picks again, so that a call need not wait for the next fetch to
   * find a provider that has just started.
   *
   * @throws NoInstanceError
   */
  async pickAfterRefresh(
    service: string,
    options: PickOptions & { readonly signal?: Cancellation },
    limitMs = Infinity,
  ): Promise<PoolMember> {
    const cause = await this.refreshWithin(limitMs, options.signal);
    const { pool } = this.of(service);
    const member = pool.pick(options);
    if (member) return member;
    const filteredOut = [...(this.source.filteredOut?.(service) ?? []), ...pool.notPicked(options.hint)];
    const facts = { cause, filteredOut, ageMs: this.source.copyAgeMs };
    const error = new NoInstanceError(service, this.source.services(), facts);
    this.observer.noInstance(service, error);
    this.states.delete(service.toLowerCase()); // the service is gone
    throw error;
  }

  /** Resolves with the error if the refresh failed or took too long; rejects on an abort. */
  async refreshWithin(limitMs: number, signal?: Cancellation): Promise<unknown> {
    try {
      await withTimeLimit(this.refreshing.run(), limitMs, signal);
      return undefined;
    } catch (error) {
      signal?.throwIfAborted();
      return error;
    }
  }

  private newState(name: string): ServiceState {
    const { strategy, filters = [], retry, ejection, ejectionMs = ejectionRules.forMs } = this.parts;
    const own = this.settingsOf(name);
    const policy = { ...retryPolicy, ...retry, ...own.retry };
    const pool = new ServicePool({
      strategy: own.strategy ?? (() => strategy?.(name) ?? roundRobin(randomStart(this.random))),
      filters: own.filters ?? filters,
      ejection: { ...ejectionRules, forMs: ejectionMs, ...ejection, ...own.ejection },
      clock: this.clock,
    });
    return { pool, retry: policy, budget: new RetryBudget(policy.budget, this.clock) };
  }
}
