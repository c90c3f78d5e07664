import { isCovered, type Position } from '@eureka-nest/protocol';
import type { RegistryCache } from './registry-cache.js';
import type { RegistrySource } from './registry-source.js';

interface FeedFetchesParts {
  readonly sink: Pick<RegistryCache, 'position'>;
  readonly poller: Pick<RegistrySource, 'refresh'>;
  readonly signal: AbortSignal;
  readonly logDefect: (error: unknown) => void;
}

const MAX_FETCHES = 3;

/** Fetches that a change feed asks for, one at a time. */
export class FeedFetches {
  /** Position that the feed asked to fetch; undefined if it named none. */
  private wanted: { readonly upTo: Position | undefined } | undefined;
  private fetching: Promise<void> | undefined;

  constructor(private readonly parts: FeedFetchesParts) {}

  /** Fetches until the cache covers the position; a newer position replaces an older one. */
  demand(upTo: Position | undefined): void {
    this.wanted = { upTo };
    this.fetching ??= this.fetchWanted().finally(() => (this.fetching = undefined));
  }

  private async fetchWanted(): Promise<void> {
    const { sink, poller, signal, logDefect } = this.parts;
    try {
      for (let tries = 1; this.wanted && !signal.aborted; tries++) {
        const { wanted } = this;
        await poller.refresh();
        // An event that came meanwhile may be newer than the response.
        const isLast = this.wanted === wanted;
        if (!isLast) tries = 0;
        const { upTo } = this.wanted;
        const isOther = upTo === undefined || upTo.node !== sink.position?.node;
        if (isLast && (isOther || tries >= MAX_FETCHES)) this.wanted = undefined;
        else if (isCovered(upTo, sink.position)) this.wanted = undefined;
      }
    } catch (error) {
      this.wanted = undefined;
      // No caller awaits it, so it must not become an unhandled rejection.
      logDefect(error);
    }
  }
}
