import { manualClock } from '@eureka-nest/runtime/testing';
import fc from 'fast-check';
import * as addresses from '../callable-address.js';
import { type Candidate, incarnationOf } from '../instance-source.js';
import { consecutive } from './breaker.js';
import { Load } from './load.js';
import type { PoolMember } from './pool-member.js';
import { PoolMembers } from './pool-members.js';

const clock = manualClock();
const candidateAt = (at: number, more: Partial<Candidate> = {}): Candidate => ({
  instanceId: `id${at}`,
  host: '127.0.0.1',
  port: 8000 + at,
  ...more,
});

/** Members whose load notes the step in which they were created. */
function stage() {
  const state = { step: 0, created: new Map<PoolMember, number>() };
  const members = new PoolMembers((candidate) => {
    const member = { candidate, load: new Load(clock), breaker: consecutive(1), isProbing: false };
    state.created.set(member, state.step);
    return member;
  });
  return { state, members };
}

describe('the members of a pool', () => {
  it('are those of a list that is read anew, after any lists', () => {
    // Some share an address and a version, some have no usable address, and any may be listed twice.
    const candidates = [
      ...Array.from({ length: 6 }, (_, at) => candidateAt(at)),
      candidateAt(1, { instanceId: 'as 1' }),
      candidateAt(2, { version: 7 }),
      candidateAt(2, { version: 7, metadata: { zone: 'a' } }),
      candidateAt(6, { host: 'a/b' }),
      candidateAt(0, { port: 0 }),
    ];
    const list = fc.array(fc.constantFrom(...candidates), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(list, { maxLength: 8 }), (lists) => {
        const { state, members } = stage();
        let since = new Map<string, number>();
        let known: PoolMember[] = [];
        for (const each of lists) {
          state.step += 1;
          members.update(each);
          const callable = each.filter(addresses.hasCallableAddress);
          since = new Map(callable.map(incarnationOf).map((key) => [key, since.get(key) ?? state.step]));
          const last = new Map(callable.map((one) => [incarnationOf(one), one]));
          expect(members.callable).toEqual(callable);
          expect(members.uncallable).toEqual(each.filter((one) => !callable.includes(one)));
          expect(members.listedCount).toBe(each.length);
          const current = callable.map((one) => members.of(one)!);
          expect(current.map(({ candidate }) => candidate)).toEqual(
            callable.map((one) => last.get(incarnationOf(one))),
          );
          expect(current.map((member) => state.created.get(member))).toEqual(
            callable.map((one) => since.get(incarnationOf(one))),
          );
          known = [...new Set([...known, ...current])];
          for (const member of known) expect(member.isDelisted ?? false).toBe(!current.includes(member));
          for (const one of candidates) if (!callable.includes(one)) expect(members.of(one)).toBeUndefined();
        }
      }),
      { numRuns: 500 },
    );
  });

  it('looks at nothing but what changed', () => {
    const { members } = stage();
    const list = Array.from({ length: 1000 }, (_, at) => candidateAt(at));
    members.update(list);
    const looked = jest.spyOn(URL, 'canParse');
    expect(members.update(list.with(500, candidateAt(500, { version: 2 })))).toBe(true);
    expect(looked).toHaveBeenCalledTimes(1);
    looked.mockRestore();
  });

  it('do not follow an array that its owner changes', () => {
    const { members } = stage();
    const list = [candidateAt(1), candidateAt(2)];
    members.update(list);
    list.pop();
    expect(members.callable).toHaveLength(2);
    expect(members.update([candidateAt(1)])).toBe(true);
    expect(members.callable).toHaveLength(1);
  });

  it('report no change for the same instances in another array', () => {
    const { members } = stage();
    const list = [candidateAt(1), candidateAt(2)];
    expect([members.update(list), members.update(list), members.update([...list])]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
