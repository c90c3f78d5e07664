/** The CRC-32 polynomial, lowest power at the highest bit, as zlib keeps it. */
const POLYNOMIAL = 0xedb88320;

/** x to the power of nothing: 1. */
const ONE = 0x8000_0000;

/** The product of two polynomials modulo the CRC's. */
function multiply(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= factor;
    factor = factor & 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
  }
  return product >>> 0;
}

/** x^8, x^16, x^32 …: each the square of the one before, so any length is a product of a few. */
const powers: readonly number[] = Array.from({ length: 52 }).reduce<number[]>(
  (squares) => {
    const last = squares.at(-1) as number;
    return [...squares, multiply(last, last)];
  },
  [0x0080_0000],
);

/** What so many zero bytes do to a CRC-32 that stands before them: to be kept with a piece, for it costs more than the rest. */
export function crcShift(length: number): number {
  let shift = ONE;
  let rest = length;
  for (let index = 0; rest > 0; index++) {
    if (rest % 2 === 1) shift = multiply(powers[index] as number, shift);
    rest = Math.floor(rest / 2);
  }
  return shift;
}

/**
 * The CRC-32 of two pieces in a row, from that of each: the first one's is moved on by as many zero bytes as
 * the second one has. As zlib's crc32_combine, which Node does not offer.
 *
 * @param shift that of the second one's length
 */
export const combineCrc32 = (first: number, second: number, shift: number): number =>
  (multiply(shift, first) ^ second) >>> 0;
