import type { LogLevel, LogLine } from '@eureka-nest/playground';

export const logLevels: readonly LogLevel[] = ['event', 'process', 'message', 'traffic'];

/** Longest part of a second that one frame moves a run, so that a hidden tab does not leap. */
const MAX_FRAME_MS = 300;

/** Time of a run after a frame. */
export const advanced = (at: number, frameMs: number, speed: number, endMs: number): number =>
  Math.min(Math.round((at + Math.min(frameMs, MAX_FRAME_MS) * speed) * 1_000) / 1_000, endMs);

/** Time of the next line of any of the logs, of the levels shown; the end if there is none. */
export function nextStop(
  logs: readonly (readonly LogLine[])[],
  at: number,
  levels: ReadonlySet<LogLevel>,
  endMs: number,
): number {
  const later = stops(logs, levels).filter((each) => each > at && each <= endMs);
  return later.length > 0 ? Math.min(...later) : endMs;
}

/** Time of the line before; the start if there is none. */
export function previousStop(
  logs: readonly (readonly LogLine[])[],
  at: number,
  levels: ReadonlySet<LogLevel>,
): number {
  const earlier = stops(logs, levels).filter((each) => each < at);
  return earlier.reduce((latest, each) => Math.max(latest, each), 0);
}

const stops = (logs: readonly (readonly LogLine[])[], levels: ReadonlySet<LogLevel>) =>
  logs.flatMap((log) => log.flatMap(({ at, level }) => (levels.has(level) ? at : [])));

/** A time as `1:40.5`. */
export function clockText(ms: number, digits = 1): string {
  const tens = 10 ** digits;
  const whole = Math.floor((ms * tens) / 1_000 + 1e-6);
  const minutes = Math.floor(whole / (60 * tens));
  const seconds = ((whole - minutes * 60 * tens) / tens).toFixed(digits);
  return `${minutes}:${seconds.padStart(digits > 0 ? 3 + digits : 2, '0')}`;
}
