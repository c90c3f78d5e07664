import type { Clock } from '@eureka-nest/runtime/time';
import type { PoolMember } from './pool-member.js';

/** Part of its calls that a member gets at the start. */
const leastShare = 0.1;

/**
 * Begins a slow start: a member that hung was probably overloaded, and would be again if it got its
 * whole share at once.
 */
export function startSlowly(member: PoolMember, now: number): void {
  member.hasHung = false;
  member.slowSince = now;
  member.admission = 0;
}

/** True if a call that was picked for this member may go there; its share grows within `forMs`. */
export function admits(member: PoolMember, forMs: number, clock: Clock): boolean {
  if (member.slowSince === undefined) return true;
  const share = (clock() - member.slowSince) / forMs;
  if (!(share < 1)) {
    member.slowSince = undefined;
    return true;
  }
  const admission = (member.admission ?? 0) + Math.max(leastShare, share);
  member.admission = admission % 1;
  return admission >= 1;
}
