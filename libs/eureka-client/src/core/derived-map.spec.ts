import fc from 'fast-check';
import { derivedMap, type Lookup } from './derived-map.js';

const named = (at: number) => ({ at });
const baseOf = (size: number) => new Map(Array.from({ length: size }, (_, at) => [`k${at}`, named(at)]));
const entriesOf = <V>(map: Lookup<V>) => [...map].sort(([one], [other]) => (one < other ? -1 : 1));

describe('a derived map', () => {
  it('equals a copy with the same edits, and leaves the maps before it as they are', () => {
    const key = fc.integer({ min: 0, max: 260 }).map((at) => `k${at}`);
    const edits = fc.array(fc.tuple(key, fc.option(fc.nat(9).map(named), { nil: undefined })), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(0, 3, 256), fc.array(edits, { maxLength: 12 }), (size, history) => {
        let [map, copy]: [Lookup<{ at: number }>, Map<string, { at: number }>] = [baseOf(size), baseOf(size)];
        const before = [];
        for (const each of history) {
          before.push({ map, entries: entriesOf(copy) });
          map = derivedMap(map, new Map(each));
          copy = new Map(copy);
          for (const [name, value] of each) {
            if (value) copy.set(name, value);
            else copy.delete(name);
          }
        }
        for (const { map: one, entries } of [...before, { map, entries: entriesOf(copy) }]) {
          expect(entriesOf(one)).toEqual(entries);
          expect([...one.keys()]).toEqual([...one].map(([name]) => name));
          expect([...one.values()]).toEqual([...one].map(([, value]) => value));
          expect(one.size).toBe(entries.length);
          for (const name of ['k0', 'k2', 'k255', 'k260']) {
            const value = new Map(entries).get(name);
            expect([one.get(name), one.has(name)]).toEqual([value, value !== undefined]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('shares the entries of a large one until many have changed', () => {
    const base = baseOf(1000);
    const read = jest.spyOn(base, Symbol.iterator);
    let map: Lookup<{ at: number }> = base;
    for (let at = 0; at < 15; at++) map = derivedMap(map, new Map([[`k${at}`, named(-at)]]));
    expect(read).not.toHaveBeenCalled();
    map = derivedMap(map, new Map([['k15', named(0)]]));
    expect(read).toHaveBeenCalledTimes(1);
    expect(map).toBeInstanceOf(Map);
  });
});
