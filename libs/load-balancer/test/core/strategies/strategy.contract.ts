import type { Candidate } from '../../../src/core/instance-source.js';
import type { About, Strategy } from '../../../src/core/strategies/strategy.js';

/** Candidates by their ids. */
export const candidates = (...ids: readonly string[]): readonly Candidate[] =>
  ids.map((instanceId, at) => ({ instanceId, host: '127.0.0.1', port: 8001 + at }));

/** A call that wishes nothing, to instances that are all at rest. */
export const atRest: About = { loadOf: () => ({ inFlight: 0, cost: () => 0 }) };

/** What every strategy keeps to, whatever it prefers. */
export function itIsAStrategy(name: string, make: () => Strategy): void {
  const picking = () => {
    const pick = make();
    return (list: readonly Candidate[]) => pick(list, atRest)?.instanceId;
  };

  describe(`${name} is a strategy`, () => {
    it('picks nothing when there is nothing', () => {
      const pick = picking();
      expect(pick([])).toBeUndefined();
      expect(pick(candidates('a'))).toBe('a');
    });

    it('picks the only one there is, every time', () => {
      const pick = picking();
      const list = candidates('a');
      expect([1, 2, 3].map(() => pick(list))).toEqual(['a', 'a', 'a']);
    });

    it('picks from the list it is shown, also when that grows or shrinks', () => {
      const pick = picking();
      for (const ids of [['a', 'b', 'c'], ['b'], ['a', 'b', 'c', 'd', 'e'], ['d', 'e'], ['c']]) {
        const list = candidates(...ids);
        for (let call = 0; call < 10; call++) expect(ids).toContain(pick(list));
      }
    });

    it('leaves the list as it was', () => {
      const list = Object.freeze(candidates('a', 'b', 'c'));
      const pick = picking();
      for (let call = 0; call < 10; call++) pick(list);
      expect(list.map(({ instanceId }) => instanceId)).toEqual(['a', 'b', 'c']);
    });

    it('neglects nobody: of 3000 calls to three, each gets 900 or more', () => {
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
