import type { Member } from './member.js';

/** One line of the log: `… evicted APP/id: no heartbeat for …`. */
export interface Eviction {
  readonly name: string;
  readonly app: string;
  /** When it was printed, to the second. */
  readonly second: string;
}

/** Whom a registry has evicted, in its order. */
export const evictionsOf = (member: Member): readonly Eviction[] =>
  member.linesWith(/\] evicted /).map((line) => {
    const [, second = '', name = ''] = /^(\S+) .*\] evicted (\S+):/.exec(line) ?? [];
    return { name, app: name.split('/')[0] ?? '', second };
  });
