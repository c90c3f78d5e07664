/**
 * The CRC-32 polynomial with its bits reversed, as in zlib: the highest bit is the lowest power.
 */
const POLYNOMIAL = 0xedb88320;

/** The polynomial 1, in the same bit order. */
const ONE = 0x8000_0000;

/** Product of two polynomials modulo that of the CRC. */
function multiply(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= factor;
    factor = factor & 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
  }
  return product >>> 0;
}

/** x^8, x^16, x^32 …: each is the square of the one before, so any length is a product of a few. */
const powers: readonly number[] = Array.from({ length: 52 }).reduce<number[]>(
  (squares) => {
    const last = squares.at(-1) as number;
    return [...squares, multiply(last, last)];
  },
  [0x0080_0000],
);

/**
 * Factor by which so many appended bytes shift a CRC-32. Computing it is the expensive part of
 * combining, so callers keep it with each piece.
 */
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
 * CRC-32 of two pieces in a row, from the CRC-32 of each. This is zlib's crc32_combine, which Node
 * does not offer.
 *
 * @param shift {@link crcShift} of the second piece's length
 */
export const combineCrc32 = (first: number, second: number, shift: number): number =>
  (multiply(shift, first) ^ second) >>> 0;
