import fc from 'fast-check';
import { finished } from '../builders/rendered.js';
import { Segments } from '../../src/response-cache/segments.js';

const bytes = (text: string) => Buffer.from(text);
const piecesOf = (segments: Segments) => finished(segments.pieces()).flat();
const texts = (segments: Segments) => piecesOf(segments).map(({ plain }) => plain.toString());
const never = () => undefined;

/** Encodes what is due, as a document does; true if the content changed. */
function refresh(
  segments: Segments,
  now: number,
  maxAgeMs: number,
  encode: (name: string) => Buffer | undefined,
): boolean {
  const changed = segments.due(now, maxAgeMs).filter((name) => {
    const part = encode(name);
    return part !== undefined && segments.put(name, [part], now);
  });
  return changed.length > 0;
}

/** Ten applications of ten bytes each, in segments of three or four. */
function ofTen(): Segments {
  const segments = new Segments(bytes(','), 30);
  for (let app = 0; app < 10; app++) segments.put(`app-${app}`, [bytes(String(app).repeat(10))], 0);
  return segments;
}

describe('segments', () => {
  it('are none at first', () => {
    expect(piecesOf(new Segments(bytes(','), 30))).toEqual([]);
  });

  it('fill up one after the other to about the target size', () => {
    expect(texts(ofTen())).toEqual([
      '0000000000,1111111111,2222222222',
      '3333333333,4444444444,5555555555',
      '6666666666,7777777777,8888888888',
      '9999999999',
    ]);
  });

  it('keep their pieces while nothing in them changes', () => {
    const segments = ofTen();
    const before = piecesOf(segments);
    segments.put('app-4', [bytes('changed')], 1);
    const pieces = piecesOf(segments);
    expect(pieces.map((piece, index) => piece === before[index])).toEqual([true, false, true, true]);
    expect(texts(segments)[1]).toBe('3333333333,changed,5555555555');
  });

  it('keep a piece if the same content is encoded again', () => {
    const segments = ofTen();
    const before = piecesOf(segments);
    segments.put('app-4', [bytes('4444444444')], 1);
    expect(piecesOf(segments)).toEqual(before);
    expect(piecesOf(segments)[1]).toBe(before[1]);
  });

  it('are split at twice the target size, without touching others', () => {
    const segments = ofTen();
    const before = piecesOf(segments);
    segments.put('app-4', [bytes('4'.repeat(50))], 1);
    expect(texts(segments)).toEqual([
      texts(ofTen())[0],
      `3333333333,${'4'.repeat(50)}`,
      texts(ofTen())[2],
      '9999999999',
      '5555555555',
    ]);
    expect([0, 2, 3].every((index) => piecesOf(segments)[index] === before[index])).toBe(true);
  });

  it('may hold a single application of any size', () => {
    const segments = new Segments(bytes(','), 30);
    segments.put('huge', [Buffer.alloc(1000, 'x')], 0);
    segments.put('small', [bytes('y')], 0);
    expect(piecesOf(segments).map(({ plain }) => plain.length)).toEqual([1000, 1]);
  });

  it('dissolve into another one with room', () => {
    const segments = ofTen();
    segments.remove('app-0');
    segments.remove('app-1');
    expect(texts(segments)[0]).toBe('2222222222');
    segments.put('app-2', [bytes('2222')], 1);
    expect(texts(segments)).toEqual([...texts(ofTen()).slice(1, 3), '9999999999,2222']);
  });

  it('do not dissolve if no other has room', () => {
    const segments = ofTen();
    segments.remove('app-9');
    segments.put('tiny', [bytes('t')], 1);
    expect(texts(segments)).toEqual([...texts(ofTen()).slice(0, 3), 't']);
  });

  it('drop a removed application, and ignore an unknown one', () => {
    const segments = ofTen();
    segments.remove('unknown');
    for (let app = 0; app < 10; app++) segments.remove(`app-${app}`);
    expect(piecesOf(segments)).toEqual([]);
  });

  it('refill a segment that became small before a new one is opened', () => {
    const segments = ofTen();
    segments.put('app-10', [bytes('a'.repeat(25))], 0);
    segments.remove('app-0');
    segments.remove('app-1');
    segments.put('new', [bytes('n')], 0);
    expect(texts(segments)[0]).toBe('2222222222,n');
  });
});

describe('old segments', () => {
  const again = (count: number[]) => (name: string) => {
    count.push(Number(name.slice(4)));
    return bytes(name.slice(4).repeat(10));
  };

  it('are not encoded again before half of the age limit', () => {
    const segments = ofTen();
    refresh(segments, 0, 1000, never);
    const encoded: number[] = [];
    expect(refresh(segments, 499, 1000, again(encoded))).toBe(false);
    expect(encoded).toEqual([]);
  });

  it('are encoded again one at a time with frequent reads', () => {
    const segments = ofTen();
    refresh(segments, 499, 1000, never);
    const encoded: number[] = [];
    refresh(segments, 500, 1000, again(encoded));
    expect(encoded).toEqual([0, 1, 2]);
    refresh(segments, 501, 1000, again(encoded));
    expect(encoded).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('are all encoded again after a long time without reads', () => {
    const segments = ofTen();
    const encoded: number[] = [];
    refresh(segments, 10_000, 1000, again(encoded));
    expect(encoded).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('keep their pieces if nothing differs, and report that', () => {
    const segments = ofTen();
    const before = piecesOf(segments);
    expect(refresh(segments, 10_000, 1000, again([]))).toBe(false);
    expect(piecesOf(segments).every((piece, index) => piece === before[index])).toBe(true);
    expect(refresh(segments, 20_000, 1000, (name) => (name === 'app-9' ? bytes('other') : undefined))).toBe(
      true,
    );
    expect(piecesOf(segments).map((piece, index) => piece === before[index])).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('are never older than the limit, at any frequency of reads', () => {
    const gaps = fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3000 })), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(gaps, (waits) => {
        const segments = ofTen();
        const encodedAt = new Map<string, number>(Array.from({ length: 10 }, (_, app) => [`app-${app}`, 0]));
        let now = 0;
        for (const wait of waits) {
          now += wait;
          refresh(segments, now, 1000, (name) => {
            encodedAt.set(name, now);
            return bytes(name);
          });
          expect(Math.max(...[...encodedAt.values()].map((at) => now - at))).toBeLessThanOrEqual(1000);
        }
      }),
      { numRuns: 200 },
    );
  });
});

it('any history: segments hold exactly the applications, and no more segments than needed', () => {
  const change = fc.record({
    app: fc.integer({ min: 0, max: 30 }),
    size: fc.integer({ min: -40, max: 120 }),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
      const segments = new Segments(bytes(','), 100);
      const wanted = new Map<string, string>();
      for (const { app, size } of changes) {
        const name = `app-${app}`;
        if (size <= 0) {
          segments.remove(name);
          wanted.delete(name);
        } else {
          const text = String.fromCharCode(65 + app).repeat(size);
          segments.put(name, [bytes(text)], 0);
          wanted.set(name, text);
        }
        const held = texts(segments).join().split(',').sort();
        expect(held).toEqual(wanted.size > 0 ? [...wanted.values()].sort() : ['']);
        const pieces = piecesOf(segments);
        const sizes = pieces.map(({ plain }) => plain.length);
        expect(sizes.every((length) => length > 0)).toBe(true);
        // At most twice the target size plus separators, or a single application.
        const largest = Math.max(0, ...[...wanted.values()].map(({ length }) => length));
        expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(Math.max(largest, 200) + wanted.size);
        // Two small segments that fit together have been joined.
        const small = sizes.filter((length) => length < 25).sort((a, b) => a - b);
        expect((small[0] ?? 100) + (small[1] ?? 100)).toBeGreaterThan(100);
      }
    }),
    { numRuns: 100 },
  );
});
