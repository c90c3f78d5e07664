import type { Encoder, WireFormat } from '@eureka-nest/protocol';
import type { RevisedApplications } from '../core/delta/revisions.js';
import type { EncodedResponse } from './response-cache.js';
import { Piece } from './piece.js';
import { PiecedResponse } from './pieced-response.js';
import { Segments } from './segments.js';

/** Content of a document. */
interface DocumentSource {
  readonly groups: RevisedApplications;
  header(): { readonly version: string; readonly hashCode: string };
}

/** Segment size and age limit of a document. */
export interface DocumentOptions {
  readonly segmentBytes: number;
  /** Limit of the age of lease times in the document: a renewal alone does not encode it again. */
  readonly maxAgeMs: number;
}

/** All applications of a source in one form. Only applications that changed are encoded again. */
export class SegmentedDocument {
  private readonly revisions = new Map<string, number>();
  private readonly segments: Segments;
  private readonly separator: Piece;
  private seenRevision = -1;
  private header = '';
  private response: EncodedResponse | undefined;

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

  /** Document with the source's current state. */
  current(now: number): EncodedResponse {
    const { segments, source, options } = this;
    const { groups } = source;
    const isChanged = groups.revisions.current !== this.seenRevision;
    if (isChanged) this.encodeChanges(now);
    const isRefreshed = segments.refresh(now, options.maxAgeMs, (name) => this.encode(name));
    const { version, hashCode } = source.header();
    const header = `${version} ${hashCode}`;
    if (!this.response || isChanged || isRefreshed || header !== this.header) {
      this.header = header;
      const { head, tail } = this.encoder.frame({ version, hashCode, isEmpty: groups.revisions.size === 0 });
      this.response = new PiecedResponse(this.format, [
        Piece.small(head),
        ...this.separated(segments.pieces),
        Piece.small(tail),
      ]);
    }
    return this.response;
  }

  /** Encodes the changed applications. */
  private encodeChanges(now: number): void {
    const { revisions } = this.source.groups;
    const known = () => [...this.revisions.keys(), ...Array.from(revisions, ([name]) => name)];
    const changed = revisions.changedSince(this.seenRevision) ?? known();
    for (const name of changed) this.update(name, revisions.of(name), now);
    this.seenRevision = revisions.current;
  }

  private update(name: string, revision: number | undefined, now: number): void {
    const encoded = this.revisions;
    const { segments } = this;
    if (revision === encoded.get(name)) return;
    const part = this.encode(name);
    if (revision === undefined || !part) {
      segments.remove(name);
      encoded.delete(name);
    } else {
      segments.put(name, part, now);
      encoded.set(name, revision);
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
