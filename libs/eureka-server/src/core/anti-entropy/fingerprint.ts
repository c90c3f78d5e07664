import { encoderOf } from '@eureka-nest/protocol';
import type { ListedInstance } from '../registry/registry-entry.js';

const encoder = encoderOf({ format: 'json', detail: 'full', version: 'v2' });

/** What servers decide, each for itself. */
const decidedHere = {
  status: 'UNKNOWN',
  overriddenStatus: 'UNKNOWN',
  actionType: 'ADDED',
  lastUpdatedTimestamp: 0,
  isCoordinatingDiscoveryServer: false,
} as const;

/**
 * Equal where two registries hold the same of an instance's own words, its version included; its status and the times
 * of its lease are left out. The order of its metadata says nothing: Java keeps none.
 */
export function fingerprintContent(instance: ListedInstance): string {
  const { renewalIntervalInSecs, durationInSecs } = instance.leaseInfo;
  const leaseInfo = {
    renewalIntervalInSecs,
    durationInSecs,
    registrationTimestamp: 0,
    lastRenewalTimestamp: 0,
    evictionTimestamp: 0,
    serviceUpTimestamp: 0,
  };
  const metadata = Object.fromEntries(
    Object.entries(instance.metadata).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
  const [high, low] = hashOf(encoder.instance({ ...instance, ...decidedHere, leaseInfo, metadata }));
  return high.toString(36) + low.toString(36);
}

/** The whole of what is listed of an instance as two numbers of 32 bits, to be added up with those of others. */
export function listingHash(
  content: string,
  status: string,
  overriddenStatus: string,
): readonly [number, number] {
  return hashOf(`${content} ${status} ${overriddenStatus}`);
}

/**
 * FNV-1a, twice from different beginnings. What nobody contrived to be equal is different by 64 bits; who contrives it
 * hides a difference of his own instance.
 */
function hashOf(text: string): readonly [number, number] {
  let one = 0x811c9dc5;
  let other = 0x9e3779b9;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ unit, 0x85ebca6b);
    other ^= other >>> 15;
  }
  return [one >>> 0, other >>> 0];
}
