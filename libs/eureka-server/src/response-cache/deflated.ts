import { constants, crc32, deflateRawSync } from 'node:zlib';
import { combineCrc32, crcShift } from './crc32-combine.js';

/** A stretch of a deflate stream that ends on a byte, and what it stands for. */
export interface Deflated {
  readonly bytes: Buffer;
  /** Of the plain bytes. */
  readonly length: number;
  readonly crc: number;
  /** What its length does to the CRC of what stands before it. */
  readonly shift: number;
}

/** Deflated alone: nothing in it refers to what stands before it, so it may stand anywhere. */
export const deflate = (plain: Buffer): Deflated => ({
  bytes: fitting(deflateRawSync(plain, { finishFlush: constants.Z_FULL_FLUSH })),
  ...sumsOf(plain),
});

const sumsOf = (plain: Buffer) => ({
  length: plain.length,
  crc: crc32(plain),
  shift: crcShift(plain.length),
});

/** zlib gives a window of 16 kB, however small what it wrote there: kept a thousand times, that would add up. */
function fitting(bytes: Buffer): Buffer {
  if (bytes.length === bytes.buffer.byteLength) return bytes;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

/** A stored block holds as much as 16 bits can count. */
const MOST_STORED = 0xffff;

/** As it is: for the few bytes between the stretches, which are worth no compression. */
export function store(plain: Buffer): Deflated {
  const blocks: Buffer[] = [];
  for (let at = 0; at < plain.length; at += MOST_STORED) {
    const part = plain.subarray(at, at + MOST_STORED);
    blocks.push(storedHead(part.length), part);
  }
  return { bytes: Buffer.concat(blocks), ...sumsOf(plain) };
}

/** RFC 1951, 3.2.4: not the last block, stored, then its length and the complement of that. */
function storedHead(length: number): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt16LE(length, 1);
  head.writeUInt16LE(length ^ 0xffff, 3);
  return head;
}

/** RFC 1952: deflate, no name, no time; "from Unix", as zlib says. */
const gzipHead = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);

/** An empty block, stored, that says it is the last. */
const lastBlock = Buffer.from([1, 0, 0, 0xff, 0xff]);

/** One gzip file of the stretches in a row. */
export function gzipOf(stretches: readonly Deflated[]): Buffer {
  let crc = 0;
  let length = 0;
  for (const stretch of stretches) {
    crc = combineCrc32(crc, stretch.crc, stretch.shift);
    length += stretch.length;
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(length % 2 ** 32, 4);
  return Buffer.concat([gzipHead, ...stretches.map(({ bytes }) => bytes), lastBlock, trailer]);
}
