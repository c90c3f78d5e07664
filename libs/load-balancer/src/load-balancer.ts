import { systemRandom, type Clock, type Random } from '@eureka-nest/runtime/time';
import type { Call, CallOptions, Picked, Try } from './call/call.js';
import { NoInstanceError } from './core/errors.js';
import { ejectionRules, type EjectionRules, type Member, type Outcome } from './core/ejection.js';
import { classify } from './core/failure.js';
import type { Filter } from './core/filters.js';
import { Group } from './core/service-pool.js';
import type { Candidate, InstanceSource, LeftOut } from './core/instance-source.js';
import { RetryBudget } from './core/retry-budget.js';
import { retryPolicy, type RetryPolicy } from './core/retry-policy.js';
import { anywhere, roundRobin, type Strategy } from './core/strategies/strategy.js';
import { Reports, type BalancerLogger } from './observability/observer.js';
import { CallRun } from './call/balanced-call.js';
import type { ServiceSettings } from './options/service-settings.js';
import { withinLimit } from './call/time-limit.js';

export interface LoadBalancerParts {
  readonly source: InstanceSource;
  /** Makes the strategies of a service; round robin from anywhere unless told otherwise. */
  readonly strategy?: (service: string) => Strategy;
  readonly filters?: readonly Filter[];
  readonly retry?: Partial<RetryPolicy>;
  readonly ejection?: Partial<EjectionRules>;
  /** How long an instance that failed is left out; the short way to say `ejection.forMs`. */
  readonly ejectionMs?: number;
  /** What is different for some services. */
  readonly services?: Readonly<Record<string, ServiceSettings>>;
  /** Measures response times, time limits, how long instances are left out; any zero, and nobody should set it meanwhile. */
  readonly clock?: Clock;
  readonly chance?: Random;
  /** Told when an instance is left out and when it answers again. */
  readonly logger?: BalancerLogger;
}

/** What is remembered of a service between two calls. */
export interface ServiceState {
  readonly name: string;
  readonly group: Group;
  readonly retry: RetryPolicy;
  readonly budget: RetryBudget;
}

/** Finds an instance of a service and makes calls to it; a call that fails is made to the next one wherever that is safe. */
export class LoadBalancer {
  readonly clock: Clock;
  readonly chance: Random;
  private readonly parts: LoadBalancerParts;
  private readonly settings = new Map<string, ServiceSettings>();
  private readonly states = new Map<string, ServiceState>();
  private readonly reports: Reports;
  private refreshing: Promise<unknown> | undefined;

  constructor(parts: LoadBalancerParts) {
    this.parts = parts;
    this.clock = parts.clock ?? (() => performance.now());
    this.chance = parts.chance ?? systemRandom;
    this.reports = new Reports(parts.logger);
    for (const [service, settings] of Object.entries(parts.services ?? {})) this.configure(service, settings);
  }

  get source(): InstanceSource {
    return this.parts.source;
  }

  /** Sets what is different for a service. What was remembered of it is forgotten. */
  configure(service: string, settings: ServiceSettings): void {
    const name = service.toLowerCase();
    this.settings.set(name, { ...this.settings.get(name), ...settings });
    this.states.delete(name);
  }

  /** Whether anything is different for any service. */
  get hasSettings(): boolean {
    return this.settings.size > 0;
  }

  settingsOf(service: string): ServiceSettings {
    return this.settings.get(service.toLowerCase()) ?? nothingSpecial;
  }

  /** The instance whose turn it is, or nothing when there is none. For a look; work is told about with {@link pick}. */
  choose(service: string, wish: CallOptions = {}): Candidate | undefined {
    return this.stateOf(service).group.pick(wish)?.candidate;
  }

  /** An instance for work of any kind, such as a channel of gRPC. @throws NoInstanceError */
  async pick(service: string, wish: CallOptions & { readonly signal?: AbortSignal } = {}): Promise<Picked> {
    const state = this.stateOf(service);
    const member = state.group.pick(wish) ?? (await this.pickAfterRefresh(service, wish));
    const { group } = this.stateOf(service);
    const startedAt = this.clock();
    group.begin(member);
    let over = false;
    return {
      candidate: member.candidate,
      done: (error) => {
        if (over) return;
        over = true;
        const now = this.clock();
        const tookMs = now - startedAt;
        const outcome = outcomeOf(error);
        this.reports.ended(service, group.end(member, outcome, tookMs, now), error);
        this.reports.tried(service, member.candidate, 0, tookMs, outcome, error);
      },
    };
  }

  /**
   * Makes a call to one instance after the other until one answers.
   *
   * @param attempt makes the call; what it throws decides whether another instance is asked (see `classify`)
   */
  run<R>(
    service: string,
    call: Call<R>,
    attempt: (candidate: Candidate, about: Try) => Promise<R>,
  ): Promise<R> {
    try {
      return new CallRun(this, this.reports, service, call, attempt).run();
    } catch (error) {
      return Promise.reject(error as Error); // a strategy's or a source's own
    }
  }

  /** Those that are left out just now. */
  leftOut(service: string): readonly Candidate[] {
    return this.stateOf(service).group.out;
  }

  /** A provider that has just started, or a list that was not fetched yet: the caller need not wait for the next fetch. */
  async pickAfterRefresh(
    service: string,
    wish: Pick<Call, 'key' | 'hint' | 'signal'>,
    limitMs = Infinity,
  ): Promise<Member> {
    let cause: unknown;
    try {
      await withinLimit(this.refresh(), limitMs, wish.signal);
    } catch (error) {
      wish.signal?.throwIfAborted();
      cause = error;
    }
    const found = this.stateOf(service).group.pick(wish);
    if (found) return found;
    const error = this.noInstance(service, wish.hint, cause);
    this.reports.noInstance(service, error);
    this.states.delete(service.toLowerCase()); // a misspelt name leaves nothing behind
    throw error;
  }

  /** What is remembered of a service, with the list as it is now. */
  stateOf(service: string): ServiceState {
    const name = service.toLowerCase();
    let state = this.states.get(name);
    if (!state) this.states.set(name, (state = this.newState(name)));
    state.group.show(this.parts.source.instances(service));
    return state;
  }

  private refresh(): Promise<unknown> {
    return (this.refreshing ??= (this.source.refresh?.() ?? Promise.resolve()).finally(
      () => (this.refreshing = undefined),
    ));
  }

  private noInstance(service: string, hint: string | undefined, cause: unknown): NoInstanceError {
    const { source } = this.parts;
    const leftOut: LeftOut[] = [
      ...(source.leftOut?.(service) ?? []),
      ...this.stateOf(service).group.leftOutByFilters(hint),
    ];
    return new NoInstanceError(service, source.services(), { cause, leftOut, ageMs: source.copyAgeMs });
  }

  private newState(name: string): ServiceState {
    const { strategy, filters, retry, ejection, ejectionMs } = this.parts;
    const own = this.settingsOf(name);
    const policy = { ...retryPolicy, ...retry, ...own.retry };
    return {
      name,
      retry: policy,
      budget: new RetryBudget(policy.budget, this.clock),
      group: new Group({
        strategy: own.strategy ?? (() => strategy?.(name) ?? roundRobin(anywhere(this.chance))),
        filters: own.filters ?? filters ?? [],
        ejection: {
          ...ejectionRules,
          ...(ejectionMs !== undefined && { forMs: ejectionMs }),
          ...ejection,
          ...own.ejection,
        },
        clock: this.clock,
      }),
    };
  }
}

const nothingSpecial: ServiceSettings = {};

/** How work ended, by its error. */
export const outcomeOf = (error: unknown): Outcome =>
  error === undefined ? 'good' : classify(error) === 'not-the-connection' ? 'cancelled' : 'failed';
