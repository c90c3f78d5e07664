import type { Candidate } from '../core/instance-source.js';
import type { Outcome, PoolMember } from '../core/pool/pool-member.js';
import type { ServicePool } from '../core/pool/service-pool.js';
import type { Observer } from '../observability/observer.js';

/** One try on a member of a pool: counted as in flight until `end`, which reports its outcome. */
export class TrackedTry {
  readonly candidate: Candidate;

  constructor(
    private readonly observer: Observer,
    private readonly service: string,
    private readonly pool: ServicePool,
    private readonly member: PoolMember,
    readonly number: number,
    private readonly startedAt: number,
  ) {
    this.candidate = member.candidate;
    pool.begin(member);
  }

  end(outcome: Outcome, now: number, error?: unknown, status?: number): void {
    const { observer, service } = this;
    const tookMs = now - this.startedAt;
    for (const change of this.pool.end(this.member, outcome, tookMs, now, error))
      observer.ejectionChanged(service, change, error);
    observer.tryEnded(service, this, tookMs, outcome, error, status);
  }
}
