import { failureReason, type NoInstanceError } from '../core/errors.js';
import { quotedAddress } from '../core/callable-address.js';
import type { Candidate } from '../core/instance-source.js';
import type { EjectionChange } from '../core/pool/ejection.js';
import type { Outcome } from '../core/pool/pool-member.js';
import type { BalancerLogger } from '../options/load-balancer-parts.js';
import { channels, type TryMessage } from './channels.js';
import { instruments } from './telemetry.js';

/** Reports events: ejections in the log, all of them to diagnostics channels and metrics. */
export class Observer {
  /** Instances without a callable address that have been logged, by service. */
  private readonly loggedAsLeftOut = new Map<string, ReadonlySet<string>>();

  constructor(private readonly logger: BalancerLogger | undefined) {}

  tryEnded(
    service: string,
    { candidate, number }: Pick<TryMessage, 'candidate' | 'number'>,
    tookMs: number,
    outcome: Outcome,
    error: unknown,
    status?: number,
  ): void {
    if (channels.try.hasSubscribers)
      channels.try.publish({ service, candidate, number, tookMs, outcome, status, error });
  }

  /** @param error error of the call that caused the change */
  ejectionChanged(service: string, change: EjectionChange, error: unknown): void {
    const { candidate } = change.member;
    const name = `${candidate.instanceId} of ${service}`;
    if (change.kind === 'readmitted') {
      this.logger?.log(`readmitted ${name}`);
      channels.readmitted.publish({ service, candidate, why: 'it responded' });
      return;
    }
    const why = change.reason ?? failureReason(error);
    this.logger?.warn(`ejected ${name}, next probe in ${change.forMs / 1000} s: ${why}`);
    instruments().ejections.add(1, { 'load_balancer.service': service });
    channels.ejected.publish({ service, candidate, why });
  }

  /** @param all instances of the service that cannot be called now; each is logged once */
  leftOut(service: string, all: readonly Candidate[]): void {
    const name = service.toLowerCase();
    const keyOf = (each: Candidate) => `${each.instanceId} ${quotedAddress(each)}`;
    const logged = this.loggedAsLeftOut.get(name);
    const [first, ...more] = all.filter((each) => !logged?.has(keyOf(each)));
    if (all.length > 0) this.loggedAsLeftOut.set(name, new Set(all.map(keyOf)));
    else this.loggedAsLeftOut.delete(name);
    if (!first) return;
    const names = more.length > 0 ? `${first.instanceId} and ${more.length} more` : first.instanceId;
    this.logger?.warn(`${names} of ${service} left out: its address ${quotedAddress(first)} makes no URL`);
  }

  retried(service: string): void {
    instruments().retries.add(1, { 'load_balancer.service': service });
  }

  noInstance(service: string, error: NoInstanceError): void {
    instruments().noInstance.add(1, { 'load_balancer.service': service });
    channels.noInstance.publish({ service, error });
  }
}
