import fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { type Deflated, deflate, gzipParts, store } from './deflated.js';

const gzipOf = (parts: readonly Deflated[]) => Buffer.concat(gzipParts(parts));

describe('a gzip file joined from parts', () => {
  it('of no parts is empty', () => {
    expect(gunzipSync(gzipOf([]))).toHaveLength(0);
  });

  it('has the content of the parts in order, deflated or stored', () => {
    const piece = fc.record({
      bytes: fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string({ maxLength: 400 }).map(Buffer.from)),
      make: fc.constantFrom(deflate, store),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const plain = pieces.map(({ bytes }) => Buffer.from(bytes));
        const joined = gzipOf(pieces.map(({ make }, index) => make(plain[index] as Buffer)));
        // gunzip checks the CRC and the length.
        expect(gunzipSync(joined).equals(Buffer.concat(plain))).toBe(true);
      }),
    );
  });

  it('may use a part twice, since no part refers to another', () => {
    const twice = deflate(Buffer.from('eureka '.repeat(100)));
    expect(gunzipSync(gzipOf([twice, twice])).toString()).toBe('eureka '.repeat(200));
  });

  it('may store a part larger than a block', () => {
    const long = Buffer.alloc(200_000, 'abc');
    expect(gunzipSync(gzipOf([store(long)])).equals(long)).toBe(true);
  });

  it('is refused by a reader if a byte is wrong', () => {
    const joined = gzipOf([store(Buffer.from('head')), deflate(Buffer.from('body'))]);
    joined[joined.length - 8] = ((joined[joined.length - 8] as number) + 1) % 256;
    expect(() => gunzipSync(joined)).toThrow('incorrect data check');
  });
});
