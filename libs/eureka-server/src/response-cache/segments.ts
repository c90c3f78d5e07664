import type { Piece } from './piece.js';
import { PlainBudget } from './plain-budget.js';
import { type Part, Segment } from './segment.js';
import type { Steps } from './slicer.js';

/**
 * Encoded applications in segments of about one size. An application stays in its segment, so a
 * change invalidates one segment and the others keep their compressed form. Invariant: a segment
 * has at most twice the target size, unless it holds a single application.
 */
export class Segments {
  private readonly segments: Segment[] = [];
  private readonly segmentByName = new Map<string, Segment>();
  private readonly unsealed = new Set<Segment>();
  private refreshedAt = 0;

  constructor(
    private readonly separator: Buffer,
    private readonly targetBytes: number,
    private readonly budget = new PlainBudget(),
  ) {}

  /** Bytes that are not compressed yet. */
  get unsealedBytes(): number {
    let sum = 0;
    for (const { size } of this.unsealed) sum += size;
    return sum;
  }

  /**
   * Compresses new segments that are full. Their plain bytes are still young then: dropping those
   * later would take a collection of the whole heap.
   */
  *sealFull(): Steps<void> {
    for (const segment of this.unsealed) {
      if (!segment.isNew || segment.size < this.targetBytes) continue;
      yield* segment.seal();
      this.unsealed.delete(segment);
    }
  }

  /** Compresses what changed, one piece a step. */
  *seal(): Steps<void> {
    for (const segment of this.unsealed) {
      yield* segment.seal();
      this.unsealed.delete(segment);
    }
  }

  /**
   * The pieces of each segment in their order, one segment a step if it has to be compressed.
   * Separators belong between segments alone: a large application is in several pieces.
   */
  *pieces(): Steps<readonly (readonly Piece[])[]> {
    yield* this.seal();
    const pieces: (readonly Piece[])[] = [];
    for (const segment of this.segments) pieces.push(yield* segment.seal());
    return pieces;
  }

  /** Returns true if the content changed. */
  put(name: string, part: Part, now: number): boolean {
    const segment = this.segmentByName.get(name) ?? this.segmentWithRoom(now);
    this.segmentByName.set(name, segment);
    if (!segment.put(name, part)) return false;
    this.unsealed.add(segment);
    this.rebalance(segment);
    return true;
  }

  remove(name: string): void {
    const segment = this.segmentByName.get(name);
    if (!segment) return;
    segment.remove(name);
    this.unsealed.add(segment);
    this.segmentByName.delete(name);
    this.rebalance(segment);
  }

  /**
   * Names in old segments, oldest first, which the caller encodes again. A call that comes a
   * fraction of half of `maxAgeMs` after the one before returns at most that fraction of all
   * segments. So frequent readers share the cost, and no segment is ever older than `maxAgeMs`.
   */
  due(now: number, maxAgeMs: number): readonly string[] {
    const halfMs = maxAgeMs / 2;
    const share = Math.ceil(this.segments.length * ((now - this.refreshedAt) / halfMs));
    this.refreshedAt = now;
    const old = this.segments.filter(({ encodedAt }) => now - encodedAt >= halfMs);
    const due = old.sort((a, b) => a.encodedAt - b.encodedAt).slice(0, Math.max(0, share));
    for (const segment of due) segment.encodedAt = now;
    return due.flatMap(({ names }) => names);
  }

  /** Picks the last segment if it has room, else one that has become small, else a new one. */
  private segmentWithRoom(now: number): Segment {
    const last = this.segments.at(-1);
    if (last && last.size < this.targetBytes) return last;
    return this.segments.find(({ size }) => size < this.targetBytes / 2) ?? this.open(now);
  }

  private open(now: number): Segment {
    const segment = new Segment(this.separator, this.budget, now);
    this.segments.push(segment);
    return segment;
  }

  private rebalance(segment: Segment): void {
    if (segment.size > 2 * this.targetBytes) this.split(segment);
    else if (segment.size < this.targetBytes / 4) this.dissolve(segment);
  }

  /** Moves about half of a segment to a new one. */
  private split(segment: Segment): void {
    const { names } = segment;
    if (names.length < 2) return;
    const other = this.open(segment.encodedAt);
    const half = segment.size / 2;
    for (const name of names.slice(1).reverse()) {
      if (segment.size - segment.partSize(name) / 2 <= half) break;
      this.move(name, segment, other);
    }
    for (const each of [segment, other]) if (each.size > 2 * this.targetBytes) this.split(each);
  }

  /** Moves what is left of a segment to another one that has room. */
  private dissolve(segment: Segment): void {
    const { names } = segment;
    const isRoomy = (other: Segment) => other !== segment && other.size + segment.size <= this.targetBytes;
    const other = names.length > 0 ? this.segments.find(isRoomy) : segment;
    if (!other) return;
    for (const name of names) this.move(name, segment, other);
    other.encodedAt = Math.min(other.encodedAt, segment.encodedAt);
    this.segments.splice(this.segments.indexOf(segment), 1);
    this.unsealed.delete(segment);
    this.budget.remove(segment);
  }

  private move(name: string, from: Segment, to: Segment): void {
    const part = from.remove(name);
    if (!part) return;
    to.put(name, part);
    this.unsealed.add(to);
    this.segmentByName.set(name, to);
  }
}
