/** One server-sent event. */
export interface StreamEvent {
  readonly name: string;
  readonly data: string;
  /** The last one that was told, by this event or one before. */
  readonly id: string;
}

/** An event grew beyond what may be kept. */
export class EventTooLargeError extends Error {
  readonly code = 'EUREKA_EVENT_TOO_LARGE';
  constructor(readonly limit: number) {
    super(`an event of more than ${limit} characters`);
  }
}

/** Takes the text of an event stream in whatever pieces it comes, and gives whole events. WHATWG HTML, 9.2.6 */
export class EventStream {
  /** The line that has not ended yet. */
  private line = '';
  /** A carriage return at the end of a piece may be half of an end of line. */
  private heldBack = '';
  private name = '';
  private id = '';
  private data: string[] = [];
  private size = 0;

  constructor(private readonly limit: number) {}

  /** @throws EventTooLargeError */
  push(text: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    const piece = this.heldBack + text;
    this.heldBack = piece.endsWith('\r') ? '\r' : '';
    // Only what is new is looked through: an event may come in a thousand pieces.
    const [first = '', ...others] = piece.slice(0, piece.length - this.heldBack.length).split(/\r\n|\n|\r/);
    this.line += first;
    for (const next of others) {
      if (this.line === '') this.end(events);
      else this.field(this.line);
      this.line = next;
    }
    if (this.line.length + this.size > this.limit) throw new EventTooLargeError(this.limit);
    return events;
  }

  private field(line: string): void {
    const [, name, value = ''] = /^([^:]*)(?:: ?([^]*))?$/.exec(line) ?? [];
    if (name === 'event') this.name = value;
    if (name === 'id' && !value.includes('\0')) this.id = value;
    if (name !== 'data') return;
    this.data.push(value);
    this.size += value.length;
    if (this.size > this.limit) throw new EventTooLargeError(this.limit);
  }

  private end(events: StreamEvent[]): void {
    if (this.data.length > 0) {
      events.push({ name: this.name || 'message', data: this.data.join('\n'), id: this.id });
    }
    this.name = '';
    this.data = [];
    this.size = 0;
  }
}
