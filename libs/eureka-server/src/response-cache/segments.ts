import type { Piece } from './piece.js';
import { Segment } from './segment.js';

/**
 * Encoded applications in segments of about one size. An application stays in its segment, so a
 * change invalidates one segment and the others keep their compressed form. Invariant: a segment
 * has at most twice the target size, unless it holds a single application.
 */
export class Segments {
  private readonly segments: Segment[] = [];
  private readonly segmentByName = new Map<string, Segment>();
  private refreshedAt = 0;

  constructor(
    private readonly separator: Buffer,
    private readonly targetBytes: number,
  ) {}

  get pieces(): readonly Piece[] {
    return this.segments.map(({ piece }) => piece);
  }

  put(name: string, part: Buffer, now: number): void {
    const segment = this.segmentByName.get(name) ?? this.segmentWithRoom(now);
    this.segmentByName.set(name, segment);
    segment.put(name, part);
    this.rebalance(segment);
  }

  remove(name: string): void {
    const segment = this.segmentByName.get(name);
    if (!segment) return;
    segment.remove(name);
    this.segmentByName.delete(name);
    this.rebalance(segment);
  }

  /**
   * Encodes old segments again, oldest first. A call that comes a fraction of half of `maxAgeMs`
   * after the one before encodes at most that fraction of all segments. So frequent readers share
   * the cost, and no segment is ever older than `maxAgeMs`.
   *
   * @returns true if the content changed
   */
  refresh(now: number, maxAgeMs: number, encode: (name: string) => Buffer | undefined): boolean {
    const halfMs = maxAgeMs / 2;
    const share = Math.ceil(this.segments.length * ((now - this.refreshedAt) / halfMs));
    this.refreshedAt = now;
    const old = this.segments.filter(({ encodedAt }) => now - encodedAt >= halfMs);
    if (old.length === 0) return false;
    let isChanged = false;
    for (const segment of old.sort((a, b) => a.encodedAt - b.encodedAt).slice(0, Math.max(0, share))) {
      segment.encodedAt = now;
      for (const name of segment.names) {
        const part = encode(name);
        if (part && segment.put(name, part)) isChanged = true;
      }
    }
    return isChanged;
  }

  /** Picks the last segment if it has room, else one that has become small, else a new one. */
  private segmentWithRoom(now: number): Segment {
    const last = this.segments.at(-1);
    if (last && last.size < this.targetBytes) return last;
    return this.segments.find(({ size }) => size < this.targetBytes / 2) ?? this.open(now);
  }

  private open(now: number): Segment {
    const segment = new Segment(this.separator, now);
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
  }

  private move(name: string, from: Segment, to: Segment): void {
    const part = from.remove(name);
    if (!part) return;
    to.put(name, part);
    this.segmentByName.set(name, to);
  }
}
