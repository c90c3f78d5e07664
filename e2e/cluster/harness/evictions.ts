import type { Member } from './member.js';

/** An eviction as logged: `… evicted APP/id: no heartbeat for …`. */
export interface Eviction {
  readonly name: string;
  readonly app: string;
  /** Time of the log line, to the second. */
  readonly second: string;
}

/** Evictions of a registry, in order. */
export const evictionsOf = (member: Member): readonly Eviction[] =>
  member.linesWith(/\] evicted /).map((line) => {
    const [, second = '', name = ''] = /^(\S+) .*\] evicted (\S+):/.exec(line) ?? [];
    return { name, app: name.split('/')[0] ?? '', second };
  });
