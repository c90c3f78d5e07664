import type { EncodedResponse, MaybeLater } from './response-cache.js';
import type { Slicer, Steps } from './slicer.js';

/** A document that retains its response until its source changes. */
export interface CachedDocument {
  /** Rises with every change of the source; undefined while the document does not exist. */
  readonly revision: number | undefined;
  /**
   * The response; or the steps that render it from a snapshot of the source, which this call takes.
   * No other call comes until the steps have ended.
   */
  current(now: number): EncodedResponse | Steps<EncodedResponse>;
}

/**
 * Renders a document in slices, once for all who ask meanwhile. Who asks after a change that the
 * running rendering lacks waits for the next one, which begins when that one ends: each reader
 * waits for two renderings at most, however often the source changes.
 */
export class SharedRendering {
  private running: { readonly revision: number; readonly response: Promise<EncodedResponse> } | undefined;
  private next: Promise<EncodedResponse | undefined> | undefined;
  private document: CachedDocument;

  /** @param create makes the document, and another one after a failure, which left it half done */
  constructor(
    private readonly create: () => CachedDocument,
    private readonly slicer: Slicer,
    private readonly clock: () => number,
  ) {
    this.document = create();
  }

  /** Response that shows all changes before this call; undefined if there is no such document. */
  get(): MaybeLater<EncodedResponse | undefined> {
    const { running } = this;
    const { revision } = this.document;
    if (revision === undefined) return undefined;
    if (!running) return this.start(revision);
    if (running.revision === revision) return running.response;
    const again = () => {
      this.next = undefined;
      return this.get();
    };
    return (this.next ??= running.response.then(again, again));
  }

  private start(revision: number): MaybeLater<EncodedResponse> {
    const result = this.render();
    if (!(result instanceof Promise)) return result;
    const response = result.catch(this.failed).finally(() => (this.running = undefined));
    this.running = { revision, response };
    return response;
  }

  private render(): MaybeLater<EncodedResponse> {
    try {
      const current = this.document.current(this.clock());
      return 'next' in current ? this.slicer.run(current) : current;
    } catch (error) {
      return this.failed(error);
    }
  }

  private readonly failed = (error: unknown): never => {
    this.document = this.create();
    throw error;
  };
}
