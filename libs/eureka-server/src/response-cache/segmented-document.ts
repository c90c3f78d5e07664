import type { Encoder, WireFormat } from '@eureka-nest/protocol';
import type { CurrentRevisions, RevisedApplications } from '../core/delta/revisions.js';
import type { EncodedResponse } from './response-cache.js';
import { Piece } from './piece.js';
import { PiecedResponse } from './pieced-response.js';
import { Segments } from './segments.js';

/** Where a document comes from. */
export interface DocumentSource {
  readonly groups: RevisedApplications;
  header(): { readonly version: string; readonly hashCode: string };
}

/** How a document is kept. */
export interface DocumentOptions {
  readonly segmentBytes: number;
  /** How old the leases in it may be, which change with each renewal: no renewal alone makes it encode. */
  readonly maxAgeMs: number;
}

/** All applications of a source in one form, encoded once and then only where something changed. */
export class SegmentedDocument {
  private readonly versions = new Map<string, number>();
  private readonly segments: Segments;
  private readonly separator: Piece;
  private seen = -1;
  private version = '';
  private hashCode = '';
  private answer: EncodedResponse | undefined;

  constructor(
    private readonly source: DocumentSource,
    private readonly encoder: Encoder,
    private readonly format: WireFormat,
    private readonly options: DocumentOptions,
  ) {
    const { separator } = encoder.frame({ version: '', hashCode: '', isEmpty: false });
    this.separator = Piece.small(separator);
    this.segments = new Segments(this.separator.plain, options.segmentBytes);
  }

  /** As the source is at this moment. */
  current(now: number): EncodedResponse {
    const { segments, source, options } = this;
    const { groups } = source;
    const isChanged = groups.revisions.current !== this.seen;
    if (isChanged) this.catchUp(now);
    const isRefreshed = segments.refresh(now, options.maxAgeMs, (name) => this.encode(name));
    const { version, hashCode } = source.header();
    if (!this.answer || isChanged || isRefreshed || version !== this.version || hashCode !== this.hashCode) {
      this.version = version;
      this.hashCode = hashCode;
      const { head, tail } = this.encoder.frame({ version, hashCode, isEmpty: groups.revisions.size === 0 });
      this.answer = new PiecedResponse(this.format, [
        Piece.small(head),
        ...this.separated(segments.pieces),
        Piece.small(tail),
      ]);
    }
    return this.answer;
  }

  /** Costs what changed, not what there is. */
  private catchUp(now: number): void {
    const { revisions } = this.source.groups;
    const changed = revisions.changedSince(this.seen) ?? [...this.versions.keys(), ...names(revisions)];
    for (const name of changed) this.update(name, revisions.of(name), now);
    this.seen = revisions.current;
  }

  private update(name: string, revision: number | undefined, now: number): void {
    const { versions, segments } = this;
    if (revision === versions.get(name)) return;
    const part = this.encode(name);
    if (revision === undefined || !part) {
      segments.remove(name);
      versions.delete(name);
    } else {
      segments.put(name, part, now);
      versions.set(name, revision);
    }
  }

  private encode(name: string): Buffer | undefined {
    const application = this.source.groups.application(name);
    return application && Buffer.from(this.encoder.part(application));
  }

  private separated(pieces: readonly Piece[]): readonly Piece[] {
    if (this.separator.plain.length === 0) return pieces;
    return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [this.separator, piece]));
  }
}

const names = (revisions: CurrentRevisions) => Array.from(revisions, ([name]) => name);
