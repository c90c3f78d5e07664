/** Texts of the page in the original's form; all of them pure. */

/** `2026-11-23T04:17:23 +0000`, in the server's own time zone. */
export function timeText(at: Date): string {
  const offset = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const minutes = Math.abs(offset);
  return `${local} ${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

/** `1 day 02:03` */
export function uptimeText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const days = Math.floor(minutes / 1440);
  const clock = `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
  return days === 0 ? clock : `${days} day${days === 1 ? '' : 's'} ${clock}`;
}

/** `Nov 23, 2026, 4:47:10 AM`; ICU puts a narrow space where Java has a plain one. */
export const leaseTimeText = (at: Date): string => leaseTime.format(at).replaceAll('\u202f', ' ');

export const megabytes = (bytes: number): string => `${Math.floor(bytes / 1_048_576)}mb`;

const leaseTime = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium' });
const two = (number: number) => String(number).padStart(2, '0');
