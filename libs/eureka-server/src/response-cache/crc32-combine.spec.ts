import fc from 'fast-check';
import { crc32 } from 'node:zlib';
import { combineCrc32, crcShift } from './crc32-combine.js';

describe('the CRC-32 of two pieces in a row', () => {
  it.each([
    ['', ''],
    ['a', ''],
    ['', 'b'],
    ['eureka', '!'],
    ['123456789', '123456789'],
  ])('of %j and %j equals that of both together', (first, second) => {
    const combined = combineCrc32(crc32(first), crc32(second), crcShift(second.length));
    expect(combined).toBe(crc32(first + second));
  });

  it('for any content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.uint8Array({ maxLength: 3000 }), (first, second) => {
        const combined = combineCrc32(crc32(first), crc32(second), crcShift(second.length));
        expect(combined).toBe(crc32(second, crc32(first)));
      }),
    );
  });

  it('for long pieces', () => {
    const zeros = Buffer.alloc(3_000_001);
    expect(combineCrc32(crc32('x'), crc32(zeros), crcShift(zeros.length))).toBe(crc32(zeros, crc32('x')));
  });
});
