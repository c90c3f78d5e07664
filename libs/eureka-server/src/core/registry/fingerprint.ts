import { encoderOf } from '@eureka-nest/protocol';
import type { ListedInstance } from '../listed-instance.js';

const encoder = encoderOf({ format: 'json', detail: 'full', version: 'v2' });

/** Stand-ins for the fields that each registry decides for itself. */
const decidedByRegistry = {
  status: 'UNKNOWN',
  overriddenStatus: 'UNKNOWN',
  actionType: 'ADDED',
  lastUpdatedTimestamp: 0,
  isCoordinatingDiscoveryServer: false,
} as const;

/**
 * Fingerprint of what an instance says of itself, its version included: equal at two registries
 * that hold the same registration. Status, lease times and the order of the metadata (Java keeps
 * none) do not count.
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
  const [high, low] = hashOf(encoder.instance({ ...instance, ...decidedByRegistry, leaseInfo, metadata }));
  return high.toString(36) + low.toString(36);
}

/**
 * Hash of all that is listed of an instance: two 32-bit numbers, to be added up over many
 * instances.
 */
export function listingHash(
  content: string,
  status: string,
  overriddenStatus: string,
): readonly [number, number] {
  return hashOf(`${content} ${status} ${overriddenStatus}`);
}

/**
 * FNV-1a in two variants, 64 bits in all. It resists accidents, not attacks: an instance that
 * contrives a collision hides a difference of its own registration only.
 */
function hashOf(text: string): readonly [number, number] {
  let one = 0x811c9dc5;
  let other = 0x9e3779b9;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ unit, 0x85ebca6b);
    other ^= other >>> 15;
  }
  return [one >>> 0, other >>> 0];
}
