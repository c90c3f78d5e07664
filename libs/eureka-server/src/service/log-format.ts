import { idOf, type InstanceInfo, type LeaseInfo } from '@eureka-nest/protocol';
import type { SelfPreservationNumbers } from '../core/registry/self-preservation.js';

const LONGEST_LINE = 400;

/** Whatever a client calls itself, it gets one line in the log, and no more of that than a person reads. */
export function oneLine(text: string): string {
  const shown = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
  return shown.replace(/[\p{Cc}\u2028\u2029]/gu, '?');
}

/** `CLOUD-PAYMENT-SERVICE/payment8001` */
export const instanceName = (instance: InstanceInfo): string => oneLine(`${instance.app}/${idOf(instance)}`);

/** Why a lease expired. */
export function silenceText(lease: LeaseInfo, now: number): string {
  const { durationInSecs, lastRenewalTimestamp, registrationTimestamp } = lease;
  // On the wire the last renewal is that plus the lease's duration.
  const heardAt = Math.max(registrationTimestamp, lastRenewalTimestamp - durationInSecs * 1000);
  return `no heartbeat for ${Math.round((now - heardAt) / 1000)} s (lease ${durationInSecs} s)`;
}

/** The sum behind self-preservation, so that nobody has to believe a word like EMERGENCY. */
export function selfPreservationText(numbers: SelfPreservationNumbers): string {
  const { expectedClients, renewsPerClient, percent, threshold, renewsLastMinute } = numbers;
  const came = `${counted(renewsLastMinute, 'heartbeat')} came in the last minute`;
  const sum = `${counted(expectedClients, 'client')} expected x ${renewsPerClient} a minute x ${percent} = ${threshold}`;
  return `${came}, the threshold is ${threshold} (${sum}): ${effectOf(numbers)}`;
}

function effectOf(numbers: SelfPreservationNumbers): string {
  const { enabled, missing, missingClients, missingNewcomers } = numbers;
  if (!enabled) return 'expired instances are evicted all the same, for self-preservation is off';
  if (numbers.allowsEviction()) return 'expired instances are evicted again';
  if (missing === Infinity) return 'nothing is evicted until the expected clients are counted anew';
  const newcomers = missingNewcomers < Infinity ? ` or of ${missingNewcomers} new` : '';
  return `nothing is evicted until ${missing} more come in a minute, of ${missingClients} silent${newcomers} ${missingClients === 1 && !newcomers ? 'client' : 'clients'}`;
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
