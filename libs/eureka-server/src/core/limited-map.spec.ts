import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LimitedMap } from './limited-map.js';

const aMap = (count: number, size: number) =>
  new LimitedMap<string>({ count, size, sizeOf: ({ length }) => length });

describe('a limited map', () => {
  it('removes its oldest entries beyond a number, and beyond a size', () => {
    const map = aMap(3, 10);
    for (const key of ['a', 'b', 'c', 'd']) map.put(key, 'x');
    expect([...map.keys()]).toEqual(['b', 'c', 'd']);
    expect(map.put('e', 'x'.repeat(9))).toBe(2);
    expect([...map.keys()]).toEqual(['d', 'e']);
  });

  it('has the latest entry, whatever its size, also in the place of an older one', () => {
    const map = aMap(3, 10);
    map.put('a', 'x');
    map.put('b', 'x');
    map.put('a', 'x'.repeat(99));
    expect([[...map.keys()], map.totalSize, map.isFull]).toEqual([['a'], 99, true]);
  });

  it('knows its total size in any history, and exceeds it with a single entry alone', () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      value: fc.option(fc.string({ maxLength: 9 })),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const map = aMap(4, 12);
        for (const { key, value } of steps) {
          if (value === null) map.delete(key);
          else map.put(key, value);
          expect(map.oldestKey).toBe([...map.keys()][0]);
          expect(map.totalSize).toBe([...map.values()].join('').length);
          expect(map.size <= 1 || (map.size <= 4 && map.totalSize <= 12)).toBe(true);
        }
        map.clear();
        expect([map.size, map.totalSize, map.oldestKey]).toEqual([0, 0, undefined]);
        map.put('f', 'x');
        expect(map.oldestKey).toBe('f');
      }),
    );
  });

  it('retains nothing that was removed, however long its oldest entry stays', async () => {
    const map = new LimitedMap<object>({ count: 200, size: 200, sizeOf: () => 1 });
    const all: WeakRef<object>[] = [];
    map.put('oldest', {});
    for (let each = 0; each < 50_000; each++) {
      const value = {};
      map.delete(`key ${each % 100}`);
      map.put(`key ${each % 100}`, value);
      all.push(new WeakRef(value));
    }
    await nextTurn();
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    expect(all.filter((each) => each.deref() !== undefined).length).toBeLessThan(2_000);
    expect(map.oldestKey).toBe('oldest');
  });
});
