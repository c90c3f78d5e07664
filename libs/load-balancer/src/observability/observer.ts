import { channels } from './channels.js';
import { type NoInstanceError, reasonOf } from '../core/errors.js';
import type { Change, Outcome } from '../core/ejection.js';
import type { Candidate } from '../core/instance-source.js';
import { instruments } from './telemetry.js';

export interface BalancerLogger {
  log(message: string): void;
  warn(message: string): void;
}

/** Tells what happened: a line in the log for each change of state, diagnostics channels and metrics for the rest. */
export class Reports {
  constructor(private readonly logger: BalancerLogger | undefined) {}

  tried(
    service: string,
    candidate: Candidate,
    number: number,
    tookMs: number,
    outcome: Outcome,
    error: unknown,
  ): void {
    if (channels.try.hasSubscribers)
      channels.try.publish({ service, candidate, number, tookMs, outcome, error });
  }

  /** @param error what the call ended with that brought these changes about */
  ended(service: string, changes: readonly Change[], error: unknown): void {
    for (const { member, what, forMs, why } of changes) {
      if (what === 'ejected') this.ejected(service, member.candidate, forMs, why ?? reasonOf(error));
      else this.readmitted(service, member.candidate);
    }
  }

  retried(service: string): void {
    instruments().retries.add(1, { 'load_balancer.service': service });
  }

  noInstance(service: string, error: NoInstanceError): void {
    instruments().noInstance.add(1, { 'load_balancer.service': service });
    if (channels.noInstance.hasSubscribers) channels.noInstance.publish({ service, error });
  }

  private ejected(service: string, candidate: Candidate, forMs: number, why: string): void {
    this.logger?.warn(
      `left ${candidate.instanceId} of ${service} out for ${forMs / 1000} s at a time until it answers: ${why}`,
    );
    instruments().ejections.add(1, { 'load_balancer.service': service });
    if (channels.ejected.hasSubscribers) channels.ejected.publish({ service, candidate, why });
  }

  private readmitted(service: string, candidate: Candidate): void {
    this.logger?.log(`${candidate.instanceId} of ${service} answers again`);
    if (channels.readmitted.hasSubscribers)
      channels.readmitted.publish({ service, candidate, why: 'it answered' });
  }
}
