import { systemClock, type Clock } from '@eureka-nest/runtime';
import { Ejection } from './core/ejection.js';
import {
  AllInstancesFailedError,
  type FailedTry,
  MaybeSentError,
  NoInstanceError,
  reasonOf,
} from './core/errors.js';
import { classify } from './core/failure.js';
import { addressOf, startOf, type Candidate, type InstanceSource } from './core/instance-source.js';
import { roundRobin, type Strategy } from './core/strategy.js';

export interface LoadBalancerParts {
  readonly source: InstanceSource;
  /** Makes the strategy of a service, once each; round robin unless told otherwise. */
  readonly strategy?: (service: string) => Strategy;
  /** How long an instance that failed is left out. */
  readonly ejectionMs?: number;
  readonly clock?: Clock;
  /** Told when an instance is left out and when it answers again. */
  readonly logger?: { log(message: string): void; warn(message: string): void };
}

export interface Call {
  /** Whether the call may be made again after it may have arrived. */
  readonly idempotent: boolean;
  /** Epoch ms after which no further instance is tried. */
  readonly until?: number;
  /** How many instances to try; all of them unless told otherwise. */
  readonly mostTries?: number;
}

/** What is remembered of a service between two calls. */
interface ServiceState {
  readonly strategy: Strategy;
  readonly ejection: Ejection;
}

/** Finds an instance of a service and makes calls to it; a call that fails is made to the next one wherever that is safe. */
export class LoadBalancer {
  private readonly source: InstanceSource;
  private readonly makeStrategy: (service: string) => Strategy;
  private readonly states = new Map<string, ServiceState>();
  private readonly ejectionMs: number;
  private readonly clock: Clock;
  private readonly logger: LoadBalancerParts['logger'];
  private refreshing: Promise<unknown> | undefined;

  constructor({ source, strategy, ejectionMs = 10_000, clock = systemClock, logger }: LoadBalancerParts) {
    this.source = source;
    this.makeStrategy = strategy ?? (() => roundRobin());
    this.ejectionMs = ejectionMs;
    this.clock = clock;
    this.logger = logger;
  }

  /** The instance whose turn it is, or nothing when there is none. */
  choose(service: string): Candidate | undefined {
    return this.chooseExcept(service, []);
  }

  /**
   * Makes a call to one instance after the other until one answers.
   *
   * @param attempt makes the call; what it throws decides whether another instance is asked (see `classify`)
   */
  async run<R>(service: string, call: Call, attempt: (candidate: Candidate) => Promise<R>): Promise<R> {
    const { idempotent, until = Infinity, mostTries = Infinity } = call;
    const tries: FailedTry[] = [];
    let next: Candidate | undefined = this.choose(service) ?? (await this.chooseAfterRefresh(service));
    while (next && tries.length < mostTries) {
      const candidate: Candidate = next;
      try {
        const result = await attempt(candidate);
        this.answered(service, candidate);
        return result;
      } catch (error) {
        const failure = classify(error);
        if (failure === 'not-the-connection') throw error;
        this.failed(service, candidate, error);
        if (failure === 'maybe-sent' && !idempotent)
          throw new MaybeSentError(service, candidate, { cause: error });
        tries.push({ candidate, error });
      }
      if (this.clock() >= until)
        throw new AllInstancesFailedError(service, tries, 'the time limit of the call is over');
      next = this.chooseExcept(service, tries);
    }
    throw new AllInstancesFailedError(service, tries);
  }

  private chooseExcept(service: string, tries: readonly FailedTry[]): Candidate | undefined {
    const tried = new Set(tries.map(({ candidate }) => addressOf(candidate)));
    const listed = this.source.instances(service);
    const { strategy, ejection } = this.stateOf(service);
    ejection.forgetAllBut(listed.map(startOf));
    const left = listed.filter((each) => !tried.has(addressOf(each)));
    return strategy(ejection.amongst(left, startOf));
  }

  /** A provider that has just started, or a list that was not fetched yet: the caller need not wait for the next fetch. */
  private async chooseAfterRefresh(service: string): Promise<Candidate> {
    let cause: unknown;
    try {
      await (this.refreshing ??= this.source.refresh?.().finally(() => (this.refreshing = undefined)));
    } catch (error) {
      cause = error;
    }
    const found = this.choose(service);
    if (found) return found;
    this.states.delete(service.toLowerCase()); // a misspelt name leaves nothing behind
    throw new NoInstanceError(service, this.source.services(), cause === undefined ? undefined : { cause });
  }

  private stateOf(service: string): ServiceState {
    const name = service.toLowerCase();
    const found = this.states.get(name);
    if (found) return found;
    const state = { strategy: this.makeStrategy(name), ejection: new Ejection(this.ejectionMs, this.clock) };
    this.states.set(name, state);
    return state;
  }

  private failed(service: string, candidate: Candidate, error: unknown): void {
    if (!this.stateOf(service).ejection.eject(startOf(candidate))) return;
    const seconds = this.ejectionMs / 1000;
    this.logger?.warn(
      `left ${candidate.instanceId} of ${service} out for ${seconds} s at a time until it answers: ${reasonOf(error)}`,
    );
  }

  private answered(service: string, candidate: Candidate): void {
    if (this.stateOf(service).ejection.readmit(startOf(candidate)))
      this.logger?.log(`${candidate.instanceId} of ${service} answers again`);
  }
}
