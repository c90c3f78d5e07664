import type { Piece } from './piece.js';
import { Segment } from './segment.js';

/**
 * Encoded applications, each in a segment of about the wanted size, where it stays: so that one that changes,
 * comes or goes touches one segment, and the others keep what was made of them.
 */
export class Segments {
  private readonly segments: Segment[] = [];
  private readonly places = new Map<string, Segment>();
  private refreshedAt = 0;

  constructor(
    private readonly separator: Buffer,
    private readonly wantedBytes: number,
  ) {}

  get pieces(): readonly Piece[] {
    return this.segments.map(({ piece }) => piece);
  }

  put(name: string, part: Buffer, now: number): void {
    const place = this.places.get(name) ?? this.roomFor(now);
    this.places.set(name, place);
    place.put(name, part);
    this.keepInBounds(place);
  }

  remove(name: string): void {
    const place = this.places.get(name);
    if (!place) return;
    place.remove(name);
    this.places.delete(name);
    this.keepInBounds(place);
  }

  /**
   * Encodes anew what gets too old, the oldest first, and of all no greater part than of half of `maxAgeMs` has gone by since
   * the last call: so nobody waits for all of them who comes often, and nobody is given one that is older than `maxAgeMs`.
   *
   * @returns whether anything looks different now
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

  /** The last one while it has room; then any that lost much; then a new one. */
  private roomFor(now: number): Segment {
    const last = this.segments.at(-1);
    if (last && last.size < this.wantedBytes) return last;
    return this.segments.find(({ size }) => size < this.wantedBytes / 2) ?? this.open(now);
  }

  private open(now: number): Segment {
    const segment = new Segment(this.separator, now);
    this.segments.push(segment);
    return segment;
  }

  private keepInBounds(segment: Segment): void {
    if (segment.size > 2 * this.wantedBytes) this.split(segment);
    else if (segment.size < this.wantedBytes / 4) this.dissolve(segment);
  }

  /** About half of it moves out; a single application is as large as it is. */
  private split(segment: Segment): void {
    const { names } = segment;
    if (names.length < 2) return;
    const other = this.open(segment.encodedAt);
    const half = segment.size / 2;
    for (const name of names.slice(1).reverse()) {
      if (segment.size - segment.partSize(name) / 2 <= half) break;
      this.move(name, segment, other);
    }
    for (const each of [segment, other]) if (each.size > 2 * this.wantedBytes) this.split(each);
  }

  /** What is left of it moves to one that has room. */
  private dissolve(segment: Segment): void {
    const { names } = segment;
    const isRoomy = (other: Segment) => other !== segment && other.size + segment.size <= this.wantedBytes;
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
    this.places.set(name, to);
  }
}
