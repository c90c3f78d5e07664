import type { InstanceNode, Message } from './cluster.js';

const between = (low: number, value: number, high: number) => Math.min(Math.max(value, low), high);

/** Part of the lease that is left, from 1 to 0. */
export function leaseLeft(
  { renewedAt, expiresAt }: Pick<InstanceNode, 'renewedAt' | 'expiresAt'>,
  now: number,
) {
  const length = expiresAt - renewedAt;
  return length > 0 ? between(0, (expiresAt - now) / length, 1) : 0;
}

/** Progress of a message, from 0 to 1; undefined if it is not on its way. */
export function progressOf({ sentAt, arrivesAt, outcome }: Message, now: number): number | undefined {
  if (now < sentAt || now >= arrivesAt) return undefined;
  const progress = (now - sentAt) / (arrivesAt - sentAt);
  return outcome === 'lost' ? Math.min(progress, 0.5) : progress;
}

/** `dasharray` of an arc that covers a part of a circle. */
export function arcDashes(part: number, radius: number): string {
  const round = 2 * Math.PI * radius;
  return `${(part * round).toFixed(1)} ${round.toFixed(1)}`;
}
