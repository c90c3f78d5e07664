import { Oldest } from './oldest.js';

/** A set with its oldest item, and the number of times that an iteration of it has begun. */
function queueOf(...items: readonly number[]) {
  const set = new Set(items);
  let iterations = 0;
  const oldest = new Oldest<number>({
    get size() {
      return set.size;
    },
    keys: () => (iterations++, set.keys()),
  });
  return {
    oldest,
    iterations: () => iterations,
    add(item: number) {
      set.add(item);
      oldest.itemAdded();
    },
    remove(item: number) {
      set.delete(item);
      oldest.itemRemoved(item);
    },
  };
}

it('is the first that was added and is still there', () => {
  const { oldest, add, remove } = queueOf(1, 2, 3);
  expect(oldest.item).toBe(1);
  remove(2);
  expect(oldest.item).toBe(1);
  remove(1);
  expect(oldest.item).toBe(3);
  remove(3);
  expect(oldest.item).toBeUndefined();
  add(1);
  add(4);
  expect(oldest.item).toBe(1);
});

it('is the next one after an item that was removed and added again', () => {
  const { oldest, add, remove } = queueOf(1, 2);
  expect(oldest.item).toBe(1);
  remove(1);
  add(1);
  expect(oldest.item).toBe(2);
  remove(2);
  expect(oldest.item).toBe(1);
});

it('is found without an iteration of its own, though all items are replaced many times', () => {
  const size = 1000;
  const { oldest, iterations, add, remove } = queueOf(...Array.from({ length: size }, (_, n) => n));
  for (let n = 0; n < 20 * size; n++) {
    add(size + n);
    expect(oldest.item).toBe(n);
    remove(n);
  }
  expect(iterations()).toBe(1);
});

it('lets go of what was removed if nobody asks for it', () => {
  const { oldest, iterations, add, remove } = queueOf();
  for (let n = 0; n < 1000; n++) {
    add(n);
    remove(n);
  }
  expect(iterations()).toBeGreaterThan(5);
  expect(oldest.item).toBeUndefined();
});
