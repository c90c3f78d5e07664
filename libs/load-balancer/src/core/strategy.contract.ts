import type { Strategy } from './strategy.js';

/** What every strategy keeps to, whatever it prefers. */
export function itIsAStrategy(name: string, make: () => Strategy): void {
  describe(`${name} is a strategy`, () => {
    it('picks nothing when there is nothing', () => {
      const pick = make();
      expect(pick([])).toBeUndefined();
      expect(pick(['a'])).toBe('a');
    });

    it('picks the only one there is, every time', () => {
      const pick = make();
      expect([1, 2, 3].map(() => pick(['a']))).toEqual(['a', 'a', 'a']);
    });

    it('picks from the list it is shown, also when that grows or shrinks', () => {
      const pick = make();
      for (const list of [['a', 'b', 'c'], ['b'], ['a', 'b', 'c', 'd', 'e'], ['d', 'e'], ['c']]) {
        for (let call = 0; call < 10; call++) expect(list).toContain(pick(list));
      }
    });

    it('leaves the list as it was', () => {
      const list = Object.freeze(['a', 'b', 'c']);
      const pick = make();
      for (let call = 0; call < 10; call++) pick(list);
      expect(list).toEqual(['a', 'b', 'c']);
    });

    it('neglects nobody: of 3000 calls to three, each gets 900 or more', () => {
      const pick = make();
      const calls = { a: 0, b: 0, c: 0 };
      for (let call = 0; call < 3000; call++) calls[pick(['a', 'b', 'c'] as const)!]++;
      expect(Math.min(...Object.values(calls))).toBeGreaterThanOrEqual(900);
    });
  });
}
