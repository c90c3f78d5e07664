import { hasCallableAddress } from '../callable-address.js';
import { type Candidate, incarnationOf } from '../instance-source.js';
import type { PoolMember } from './pool-member.js';

const none: readonly never[] = [];

/**
 * The listed instances of a service, with one member for each that can be called. A list of
 * thousands that differs in a few costs what those few cost.
 */
export class PoolMembers {
  /** The listed instances whose address makes a URL. */
  callable: readonly Candidate[] = none;
  private source: readonly Candidate[] = none;
  /** Copy of the list, because its owner may change the array. */
  private listed: readonly Candidate[] = none;
  private readonly bad = new Set<Candidate>();
  private byIncarnation = new Map<string, PoolMember>();
  private readonly byCandidate = new Map<Candidate, PoolMember>();

  constructor(private readonly newMember: (candidate: Candidate) => PoolMember) {}

  /**
   * Takes the current list. The record of an instance that is no longer listed is dropped.
   *
   * @returns true if the list has changed
   */
  update(list: readonly Candidate[]): boolean {
    if (list === this.source) return false;
    this.source = list;
    const before = this.listed;
    const { start, endBefore, end } = differingParts(before, list);
    if (start === endBefore && start === end) return false;
    const wasPlain = this.isPlain;
    this.listed = [...list];
    if (wasPlain) this.patch(before.slice(start, endBefore), list.slice(start, end));
    if (!wasPlain || !this.isPlain) this.rebuild();
    this.callable = this.bad.size === 0 ? this.listed : this.listed.filter((each) => !this.bad.has(each));
    return true;
  }

  get listedCount(): number {
    return this.listed.length;
  }

  /** Listed instances whose address makes no URL. */
  get uncallable(): readonly Candidate[] {
    return this.bad.size === 0 ? none : this.listed.filter((each) => this.bad.has(each));
  }

  of(candidate: Candidate): PoolMember | undefined {
    return this.byCandidate.get(candidate);
  }

  /** True if nothing is listed twice, and no two instances share an address and a version. */
  private get isPlain(): boolean {
    return this.byIncarnation.size + this.bad.size === this.listed.length;
  }

  private patch(before: readonly Candidate[], after: readonly Candidate[]): void {
    const [old, current] = [new Set(before), new Set(after)];
    const leaving = new Map<string, PoolMember>();
    for (const candidate of old) {
      if (current.has(candidate)) continue;
      this.bad.delete(candidate);
      const member = this.byCandidate.get(candidate);
      if (!member) continue;
      const incarnation = incarnationOf(candidate);
      this.byCandidate.delete(candidate);
      this.byIncarnation.delete(incarnation);
      leaving.set(incarnation, member);
    }
    for (const candidate of current) if (!old.has(candidate)) this.add(candidate, leaving);
    for (const member of leaving.values()) member.isDelisted = true;
  }

  /** Instances that share an address and a version share a member, which has the last of them. */
  private rebuild(): void {
    const previous = this.byIncarnation;
    this.byIncarnation = new Map();
    this.byCandidate.clear();
    this.bad.clear();
    for (const candidate of this.listed) this.add(candidate, previous);
    for (const member of previous.values()) member.isDelisted = true;
  }

  /** @param previous members that may be taken over; the one that was is removed */
  private add(candidate: Candidate, previous: Map<string, PoolMember>): void {
    if (!hasCallableAddress(candidate)) return void this.bad.add(candidate);
    const incarnation = incarnationOf(candidate);
    const known = this.byIncarnation.get(incarnation) ?? previous.get(incarnation);
    const member = known ?? this.newMember(candidate);
    member.candidate = candidate;
    previous.delete(incarnation);
    this.byIncarnation.set(incarnation, member);
    this.byCandidate.set(candidate, member);
  }
}

/** Leaves out what two lists begin and end with: the rest is from `start` to one of the ends. */
function differingParts(before: readonly Candidate[], after: readonly Candidate[]) {
  let [start, endBefore, end] = [0, before.length, after.length];
  while (start < endBefore && start < end && before[start] === after[start]) start++;
  while (start < endBefore && start < end && before[endBefore - 1] === after[end - 1]) {
    endBefore--;
    end--;
  }
  return { start, endBefore, end };
}
