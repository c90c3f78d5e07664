import { Piece } from './piece.js';
import type { PlainBudget } from './plain-budget.js';
import type { Steps } from './slicer.js';

/** An encoded application: a text until its segment is sealed, or buffers if it is large. */
export type Part = string | readonly Buffer[];

export const buffersOf = (part: Part): readonly Buffer[] =>
  typeof part === 'string' ? [Buffer.from(part)] : part;

const sizeOf = (part: Part): number =>
  typeof part === 'string' ? Buffer.byteLength(part) : part.reduce((sum, { length }) => sum + length, 0);

function areEqual(one: Part, other: Part): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one === other;
  const [ours, theirs] = [buffersOf(one), buffersOf(other)];
  return ours.length === theirs.length && ours.every((each, at) => each.equals(theirs[at] as Buffer));
}

/**
 * Bytes of the segment that is being compressed, if they are not retained afterwards. One buffer
 * serves all: a new one for each segment would cost a collection of the heap for every few hundred.
 */
let scratch = Buffer.alloc(0);

function scratchOf(size: number): Buffer {
  if (scratch.length < size) scratch = Buffer.allocUnsafeSlow(size);
  return scratch.subarray(0, size);
}

/**
 * Encoded applications that are adjacent in a document, and the pieces they form. A sealed segment
 * is compressed; a frozen one has dropped its plain bytes.
 */
export class Segment {
  /** Sizes of the encoded applications, in their order. */
  private readonly sizes = new Map<string, number>();
  /** Empty while frozen; once sealed, they are views of the pieces. */
  private readonly parts = new Map<string, Part>();
  private sealed: readonly Piece[] | undefined;
  /** True until it is sealed for the first time. */
  isNew = true;
  /** Bytes without separators. */
  size = 0;

  /** @param encodedAt time at which the oldest part was encoded */
  constructor(
    private readonly separator: Buffer,
    private readonly budget: PlainBudget,
    public encodedAt: number,
  ) {}

  partSize(name: string): number {
    return this.sizes.get(name) ?? 0;
  }

  get names(): readonly string[] {
    return [...this.sizes.keys()];
  }

  /** Returns true if the content changed. */
  put(name: string, part: Part): boolean {
    this.thaw();
    const before = this.parts.get(name);
    if (before && areEqual(before, part)) {
      this.budget.used(this);
      return false;
    }
    const size = sizeOf(part);
    this.size += size - this.partSize(name);
    this.sizes.set(name, size);
    this.parts.set(name, part);
    this.sealed = undefined;
    return true;
  }

  remove(name: string): Part | undefined {
    this.thaw();
    const part = this.parts.get(name);
    if (!part) return undefined;
    this.size -= this.partSize(name);
    this.sizes.delete(name);
    this.parts.delete(name);
    this.sealed = undefined;
    return part;
  }

  /**
   * Joins and compresses the content if it changed, one piece a step. A new segment retains its
   * plain bytes only if there is room: a first rendering must not push out what changes often.
   */
  *seal(): Steps<readonly Piece[]> {
    if (this.sealed) return this.sealed;
    const isFrozen = this.isNew && !this.budget.hasRoomFor(this.size);
    this.isNew = false;
    const pieces: Piece[] = [];
    for (const plain of this.joined(isFrozen ? scratchOf : Buffer.allocUnsafeSlow)) {
      pieces.push(isFrozen ? Piece.frozen(plain) : Piece.of(plain));
      yield;
    }
    this.sealed = pieces;
    if (isFrozen) this.parts.clear();
    else this.budget.used(this);
    return pieces;
  }

  freeze(): void {
    if (!this.sealed) return;
    this.sealed.forEach((piece) => piece.dropPlain());
    this.parts.clear();
  }

  private thaw(): void {
    if (!this.sealed || this.parts.size === this.sizes.size) return;
    const plain = Buffer.concat(this.sealed.map((piece) => piece.plain));
    let at = 0;
    for (const [name, size] of this.sizes) {
      this.parts.set(name, [plain.subarray(at, at + size)]);
      at += size + this.separator.length;
    }
  }

  /** The content in buffers of about one size; a large application stays in several. */
  private joined(allocate: (size: number) => Buffer): readonly Buffer[] {
    const [single] = this.parts.values();
    if (this.parts.size === 1 && typeof single === 'object') return single;
    const { separator } = this;
    const whole = allocate(this.size + Math.max(0, this.parts.size - 1) * separator.length);
    let at = 0;
    for (const [name, part] of this.parts) {
      if (at > 0) at += separator.copy(whole, at);
      const from = at;
      if (typeof part === 'string') at += whole.write(part, at);
      else for (const buffer of part) at += buffer.copy(whole, at);
      this.parts.set(name, [whole.subarray(from, at)]);
    }
    return [whole];
  }
}
