/** Format of the dashboard: `2026-11-23T04:17:23 +0000`, in the server's time zone. */
export function timestampText(at: Date): string {
  const offset = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const minutes = Math.abs(offset);
  return `${local} ${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

/**
 * Format of the leases page: `Nov 23, 2026, 4:47:10 AM`. ICU has a narrow space where Java has a
 * plain one.
 */
export const leaseTimeText = (at: Date): string => leaseTime.format(at).replaceAll('\u202f', ' ');

const leaseTime = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium' });
const two = (number: number) => String(number).padStart(2, '0');
