export type Connection =
  | { readonly is: 'connecting' }
  | { readonly is: 'live' }
  | { readonly is: 'lost'; readonly since: number; readonly attempts: number };

/** The part of EventSource that is used. */
export interface Source {
  addEventListener(name: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export interface StreamOptions {
  readonly url: string;
  readonly names: readonly string[];
  /** The event after which the stream counts as live. */
  readonly first: string;
  readonly open: (url: string) => Source;
  readonly onEvent: (name: string, data: unknown) => void;
  readonly onConnection: (connection: Connection) => void;
  /** Time of this machine, shown as "since". */
  readonly now: () => number;
  readonly later: (act: () => void, ms: number) => unknown;
  readonly forget: (timer: unknown) => void;
  /** True for a stream that says nothing as long as nothing happens. */
  readonly mayBeSilent?: boolean;
  /** Applies events in their order when the page has time; if left out, at once. */
  readonly enqueue?: (event: () => void) => void;
}

const longestPauseMs = 5_000;
/** A registry sends something each second; so long a silence means that the connection is dead. */
const silenceMs = 30_000;

/**
 * Reads a stream of events, and opens it again whenever it breaks, for as long as the page is
 * open.
 */
export class EventStream {
  private source?: Source | undefined;
  private timer: unknown;
  private lostSince?: number | undefined;
  private attempts = 0;

  constructor(private readonly options: StreamOptions) {}

  start(): void {
    if (this.lostSince === undefined) this.options.onConnection({ is: 'connecting' });
    const source = this.options.open(this.options.url);
    this.source = source;
    const heard = (name: string) => (event: { readonly data?: unknown }) => {
      if (this.source !== source) return;
      this.expectMore();
      const apply = () => {
        if (this.source !== source) return;
        if (name === this.options.first) this.live();
        const data = parsed(event.data);
        if (data !== undefined) this.options.onEvent(name, data);
      };
      if (this.options.enqueue) this.options.enqueue(apply);
      else apply();
    };
    for (const name of this.options.names) source.addEventListener(name, heard(name));
    source.addEventListener('error', () => this.source === source && this.lose());
    this.expectMore();
  }

  stop(): void {
    this.source?.close();
    this.source = undefined;
    this.options.forget(this.timer);
  }

  private live(): void {
    this.lostSince = undefined;
    this.attempts = 0;
    this.options.onConnection({ is: 'live' });
  }

  private lose(): void {
    this.stop();
    this.lostSince ??= this.options.now();
    this.attempts++;
    this.options.onConnection({ is: 'lost', since: this.lostSince, attempts: this.attempts });
    this.wait(() => this.start(), Math.min(500 * 2 ** this.attempts, longestPauseMs));
  }

  private expectMore(): void {
    if (!this.options.mayBeSilent) this.wait(() => this.lose(), silenceMs);
  }

  private wait(act: () => void, ms: number): void {
    this.options.forget(this.timer);
    this.timer = this.options.later(act, ms);
  }
}

/** A garbled event is skipped: the next snapshot mends what it would have said. */
function parsed(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
