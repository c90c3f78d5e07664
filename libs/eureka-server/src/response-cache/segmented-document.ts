import type { Encoder, Frame, WireFormat } from '@eureka-nest/protocol';
import { type ApplicationSnapshot, ApplicationSnapshots } from '../core/delta/application-snapshot.js';
import type { RevisedApplications } from '../core/delta/revisions.js';
import type { EncodedResponse } from './response-cache.js';
import { applicationTexts, partOf } from './application-texts.js';
import { Piece } from './piece.js';
import { PiecedResponse } from './pieced-response.js';
import type { PlainBudget } from './plain-budget.js';
import { Segments } from './segments.js';
import type { CachedDocument } from './shared-rendering.js';
import type { Steps } from './slicer.js';

/** Content of a document. */
interface DocumentSource {
  readonly groups: RevisedApplications;
  /** Rises with every change of the applications or the header. */
  revision(): number;
  header(): { readonly version: string; readonly hashCode: string };
}

/** Segment size and age limit of a document. */
export interface DocumentOptions {
  readonly segmentBytes: number;
  /** Limit of the age of lease times in the document: a renewal alone does not encode it again. */
  readonly maxAgeMs: number;
  readonly budget?: PlainBudget;
}

/** State of what a document lacks, at one moment. */
interface Snapshot {
  /** Applications that have left. */
  readonly left: readonly string[];
  readonly applications: Iterable<ApplicationSnapshot>;
  /** Revisions of the applications, by name. */
  readonly revisions: ReadonlyMap<string, number>;
  readonly revision: number;
  readonly groupsRevision: number;
  readonly frame: Frame;
}

/** Changed bytes that wait for their compression, at most. */
const MAX_UNSEALED_BYTES = 16 * 1024 * 1024;

/** All applications of a source in one form. Only applications that changed are encoded again. */
export class SegmentedDocument implements CachedDocument {
  private readonly revisions = new Map<string, number>();
  private readonly segments: Segments;
  private readonly separator: Piece;
  private seenGroups = -1;
  private seenRevision = -1;
  private frame: Frame | undefined;
  private response: EncodedResponse | undefined;

  constructor(
    private readonly source: DocumentSource,
    private readonly encoder: Encoder,
    private readonly format: WireFormat,
    private readonly options: DocumentOptions,
  ) {
    const { separator } = encoder.frame({ version: '', hashCode: '', isEmpty: false });
    this.separator = Piece.small(separator);
    this.segments = new Segments(this.separator.plain, options.segmentBytes, options.budget);
  }

  get revision(): number {
    return this.source.revision();
  }

  current(now: number): EncodedResponse | Steps<EncodedResponse> {
    const due = this.segments.due(now, this.options.maxAgeMs);
    const { revision } = this;
    if (this.response && due.length === 0 && revision === this.seenRevision) return this.response;
    return this.render(this.snapshot(due, revision), now);
  }

  private snapshot(due: readonly string[], revision: number): Snapshot {
    const { groups, header } = this.source;
    const { revisions } = groups;
    const touched = revisions.changedSince(this.seenGroups);
    const isDue = new Set(due);
    const left: string[] = [];
    const changed = new Map<string, number>();
    for (const name of touched ? new Set([...touched, ...due]) : this.allNames()) {
      const current = revisions.of(name);
      if (current === this.revisions.get(name) && !isDue.has(name)) continue;
      if (current === undefined) left.push(name);
      else changed.set(name, current);
    }
    return {
      left,
      applications: new ApplicationSnapshots(groups, changed.keys()),
      revisions: changed,
      revision,
      groupsRevision: revisions.current,
      frame: this.encoder.frame({ ...header(), isEmpty: revisions.size === 0 }),
    };
  }

  /** Names of all applications here or in the source, each once. */
  private *allNames(): Iterable<string> {
    const { revisions } = this.source.groups;
    for (const [name] of revisions) yield name;
    for (const name of this.revisions.keys()) if (revisions.of(name) === undefined) yield name;
  }

  private *render(snapshot: Snapshot, now: number): Steps<EncodedResponse> {
    const { segments } = this;
    let isChanged = false;
    for (const name of snapshot.left) {
      segments.remove(name);
      if (this.revisions.delete(name)) isChanged = true;
      yield;
    }
    for (const application of snapshot.applications) {
      const part = yield* partOf(applicationTexts(this.encoder, application));
      this.revisions.set(application.name, snapshot.revisions.get(application.name) as number);
      if (segments.put(application.name, part, now)) isChanged = true;
      yield* segments.sealFull();
      if (segments.unsealedBytes > MAX_UNSEALED_BYTES) yield* segments.seal();
    }
    const { head, tail } = snapshot.frame;
    if (!this.response || isChanged || head !== this.frame?.head || tail !== this.frame.tail) {
      const pieces = this.separated(yield* segments.pieces());
      this.response = new PiecedResponse(this.format, [Piece.small(head), ...pieces, Piece.small(tail)]);
    }
    this.frame = snapshot.frame;
    this.seenGroups = snapshot.groupsRevision;
    this.seenRevision = snapshot.revision;
    return this.response;
  }

  private separated(segments: readonly (readonly Piece[])[]): readonly Piece[] {
    if (this.separator.plain.length === 0) return segments.flat();
    return segments.flatMap((pieces, index) => (index === 0 ? pieces : [this.separator, ...pieces]));
  }
}
