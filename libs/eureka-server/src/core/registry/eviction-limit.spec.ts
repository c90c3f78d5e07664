import { evictionLimit, pickAtRandom } from './eviction-limit.js';

describe('one eviction run', () => {
  it.each([
    [0, 0],
    [1, 1],
    [2, 1],
    [6, 1],
    [7, 2],
    [10, 2],
    [20, 3],
    [50, 8],
    [100, 15],
  ])('takes from %d instances at most %d', (size, limit) => {
    expect(evictionLimit(size, 0.85)).toBe(limit);
  });

  it('evicts none with a threshold of 1, and all with a threshold of 0', () => {
    expect(evictionLimit(10, 1)).toBe(0);
    expect(evictionLimit(10, 0)).toBe(10);
  });
});

describe('a random pick', () => {
  const letters = ['a', 'b', 'c', 'd', 'e'];
  const cycling = (...values: number[]) => {
    let turn = 0;
    return () => values[turn++ % values.length] ?? 0;
  };

  it('takes so many different items and leaves the list alone', () => {
    const picked = pickAtRandom(letters, 3, cycling(0.99, 0.5, 0));
    expect(new Set(picked).size).toBe(3);
    expect(picked.every((item) => letters.includes(item))).toBe(true);
    expect(letters).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('takes all when there are no more, and none of none', () => {
    expect(pickAtRandom(letters, 9, cycling(0.7)).sort()).toEqual(letters);
    expect(pickAtRandom([], 9, cycling(0.7))).toEqual([]);
    expect(pickAtRandom(letters, 0, cycling(0.7))).toEqual([]);
  });

  it('reaches the first and the last item', () => {
    expect(pickAtRandom(letters, 1, () => 0)).toEqual(['a']);
    expect(pickAtRandom(letters, 1, () => 0.999_999)).toEqual(['e']);
  });

  it('prefers no item: over evenly spread random numbers each pair occurs once, in either order', () => {
    const pairs = new Set<string>();
    for (let first = 0; first < 4; first++) {
      for (let second = 0; second < 3; second++) {
        const chance = cycling((first + 0.5) / 4, (second + 0.5) / 3);
        pairs.add(pickAtRandom(['a', 'b', 'c', 'd'], 2, chance).join(''));
      }
    }
    expect([...pairs].sort().join(' ')).toBe('ab ac ad ba bc bd ca cb cd da db dc');
  });
});
