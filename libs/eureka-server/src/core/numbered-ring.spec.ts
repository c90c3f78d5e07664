import fc from 'fast-check';
import { NumberedRing } from './numbered-ring.js';

it('a numbered ring has the latest items, as many as its two limits admit', () => {
  const limits = { count: fc.integer({ min: 0, max: 4 }), size: fc.integer({ min: 0, max: 12 }) };
  fc.assert(
    fc.property(fc.record(limits), fc.array(fc.string({ maxLength: 9 })), ({ count, size }, texts) => {
      const ring = new NumberedRing<string>({ count, size, sizeOf: ({ length }) => length });
      texts.forEach((text) => ring.add(text));
      const held = Array.from({ length: texts.length + 1 }, (_, number) => ring.since(number));
      const from = held.findIndex((items) => items !== undefined);
      expect(held.slice(0, from).every((items) => items === undefined)).toBe(true);
      for (let number = from; number <= texts.length; number++) {
        expect(held[number]).toEqual(texts.slice(number));
      }
      const fits = (items: readonly string[]) => items.length <= count && items.join('').length <= size;
      expect(fits(texts.slice(from))).toBe(true);
      expect(ring.since(texts.length + 1)).toBeUndefined();
    }),
  );
});
