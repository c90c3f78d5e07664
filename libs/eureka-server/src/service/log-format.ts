import { idOf, type InstanceInfo, type LeaseInfo } from '@eureka-nest/protocol';
import type { SelfPreservationNumbers } from '../core/registry/self-preservation.js';

const MAX_LENGTH = 400;

/** Text from a client, safe to log: one line of limited length. */
export function oneLine(text: string): string {
  const start = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  return start.replace(/[\p{Cc}\u2028\u2029]/gu, '?');
}

/** `CLOUD-PAYMENT-SERVICE/payment8001` */
export const instanceName = (instance: InstanceInfo): string => oneLine(`${instance.app}/${idOf(instance)}`);

/** The reason of an eviction: `no heartbeat for 184 s (lease 90 s)` */
export function silenceText(lease: LeaseInfo, now: number): string {
  const { durationInSecs, lastRenewalTimestamp, registrationTimestamp } = lease;
  // The renewal timestamp on the wire is the time of the renewal plus the lease's duration.
  const heardAt = Math.max(registrationTimestamp, lastRenewalTimestamp - durationInSecs * 1000);
  return `no heartbeat for ${Math.round((now - heardAt) / 1000)} s (lease ${durationInSecs} s)`;
}

/** The numbers of {@link SelfPreservationNumbers} as one log line, with what follows from them. */
export function selfPreservationText(numbers: SelfPreservationNumbers): string {
  const { expectedClients, renewsPerClient, percent, threshold, renewsLastMinute } = numbers;
  const renewals = `${plural(renewsLastMinute, 'heartbeat')} in the last minute`;
  const sum = `${plural(expectedClients, 'expected client')} x ${renewsPerClient} per minute x ${percent}`;
  return `${renewals}, threshold ${threshold} (${sum}): ${evictionText(numbers)}`;
}

function evictionText(numbers: SelfPreservationNumbers): string {
  const { enabled, missing, missingClients, missingNewcomers } = numbers;
  if (!enabled) return 'expired instances are evicted all the same, as self-preservation is disabled';
  if (numbers.allowsEviction()) return 'expired instances are evicted again';
  if (missing === Infinity) return 'nothing is evicted until the expected clients are counted anew';
  const clients =
    missingNewcomers < Infinity
      ? `${missingClients} silent or ${missingNewcomers} new clients`
      : plural(missingClients, 'silent client');
  return `nothing is evicted until ${missing} more arrive per minute, from ${clients}`;
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
