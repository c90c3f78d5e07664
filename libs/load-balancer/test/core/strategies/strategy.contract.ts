import type { Candidate } from '../../../src/core/instance-source.js';
import type { PickContext, Strategy } from '../../../src/core/strategies/strategy.js';

/** Creates candidates with these ids. */
export const candidates = (...ids: readonly string[]): readonly Candidate[] =>
  ids.map((instanceId, at) => ({ instanceId, host: '127.0.0.1', port: 8001 + at }));

/** Context of a call without key or hint, to idle instances. */
export const idle: PickContext = { loadOf: () => ({ inFlight: 0, cost: () => 0 }) };

/** Rules that hold for every strategy. */
export function itIsAStrategy(name: string, make: () => Strategy): void {
  const picking = () => {
    const pick = make();
    return (list: readonly Candidate[]) => pick(list, idle)?.instanceId;
  };

  describe(`${name} is a strategy`, () => {
    it('picks nothing from an empty list', () => {
      const pick = picking();
      expect(pick([])).toBeUndefined();
      expect(pick(candidates('a'))).toBe('a');
    });

    it('picks the only candidate every time', () => {
      const pick = picking();
      const list = candidates('a');
      expect([1, 2, 3].map(() => pick(list))).toEqual(['a', 'a', 'a']);
    });

    it('picks from the current list, also when it grows or shrinks', () => {
      const pick = picking();
      for (const ids of [['a', 'b', 'c'], ['b'], ['a', 'b', 'c', 'd', 'e'], ['d', 'e'], ['c']]) {
        const list = candidates(...ids);
        for (let call = 0; call < 10; call++) expect(ids).toContain(pick(list));
      }
    });

    it('does not change the list', () => {
      const list = Object.freeze(candidates('a', 'b', 'c'));
      const pick = picking();
      for (let call = 0; call < 10; call++) pick(list);
      expect(list.map(({ instanceId }) => instanceId)).toEqual(['a', 'b', 'c']);
    });

    it('neglects no candidate: of 3000 calls to three, each gets 900 or more', () => {
      const pick = picking();
      const list = candidates('a', 'b', 'c');
      const calls = new Map<string | undefined, number>();
      for (let call = 0; call < 3000; call++) {
        const id = pick(list);
        calls.set(id, (calls.get(id) ?? 0) + 1);
      }
      expect([...calls.keys()].sort()).toEqual(['a', 'b', 'c']);
      expect(Math.min(...calls.values())).toBeGreaterThanOrEqual(900);
    });
  });
}
