import { BalancedCall } from './call/balanced-call.js';
import type { Call, Reservation, Try } from './call/call.js';
import { ServicePools } from './call/service-pools.js';
import { TrackedTry } from './call/tracked-try.js';
import type { Candidate, InstanceSource } from './core/instance-source.js';
import type { PickOptions } from './core/pool/service-pool.js';
import { classifyFailure } from './core/retry/failure.js';
import { Observer } from './observability/observer.js';
import type { LoadBalancerParts, ServiceSettings } from './options/load-balancer-parts.js';

/** Picks instances of services and makes calls to them; a failed call is retried where safe. */
export class LoadBalancer {
  private readonly observer: Observer;
  private readonly pools: ServicePools;

  constructor(parts: LoadBalancerParts) {
    this.observer = new Observer(parts.logger);
    this.pools = new ServicePools(parts, this.observer);
  }

  get source(): InstanceSource {
    return this.pools.source;
  }

  /** Adds settings of a service. Its ejections, loads and turns start anew. */
  configure(service: string, settings: ServiceSettings): void {
    this.pools.configure(service, settings);
  }

  settingsOf(service: string): ServiceSettings {
    return this.pools.settingsOf(service);
  }

  /** Picks without tracking, undefined if there is no instance; use {@link pick} for real work. */
  choose(service: string, options: PickOptions = {}): Candidate | undefined {
    return this.pools.of(service).pool.pick(options)?.candidate;
  }

  /** Picks an instance for work of any kind, such as a gRPC channel. @throws NoInstanceError */
  async pick(
    service: string,
    options: PickOptions & { readonly signal?: AbortSignal } = {},
  ): Promise<Reservation> {
    const { pools } = this;
    const member = pools.of(service).pool.pick(options) ?? (await pools.pickAfterRefresh(service, options));
    const { pool } = pools.of(service);
    const tracked = new TrackedTry(this.observer, service, pool, member, 0, pools.clock());
    let isDone = false;
    return {
      candidate: member.candidate,
      done: (error) => {
        if (isDone) return;
        isDone = true;
        const isCancelled = classifyFailure(error) === 'callers-fault';
        const outcome = error === undefined ? 'good' : isCancelled ? 'cancelled' : 'failed';
        tracked.end(outcome, pools.clock(), error);
      },
    };
  }

  /**
   * Makes a call to one instance after another until one responds.
   *
   * @param attempt makes the call; its error decides about a retry (see `classifyFailure`)
   */
  run<R>(
    service: string,
    call: Call<R>,
    attempt: (candidate: Candidate, details: Try) => Promise<R>,
  ): Promise<R> {
    try {
      return new BalancedCall(this.pools, this.observer, service, call, attempt).run();
    } catch (error) {
      return Promise.reject(error as Error); // thrown by the source
    }
  }

  /** Instances of a service that are ejected now. */
  ejected(service: string): readonly Candidate[] {
    return this.pools.of(service).pool.ejected;
  }
}
