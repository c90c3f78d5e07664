/** Memory that a line takes beside its text: an event may consist of empty lines alone. */
const lineCost = 32;

/** One server-sent event. */
export interface StreamEvent {
  readonly name: string;
  readonly data: string;
  /** The last id sent so far, by this event or an earlier one. */
  readonly id: string;
}

/** An event grew beyond the limit. */
export class EventTooLargeError extends Error {
  readonly code = 'EUREKA_EVENT_TOO_LARGE';
  constructor(readonly limit: number) {
    super(`an event of more than ${limit} characters`);
  }
}

/** Parser of server-sent events: takes text in pieces, returns whole events (WHATWG HTML 9.2.6). */
export class EventStream {
  /** The current line, as far as it has arrived. */
  private line = '';
  /** A carriage return that ended the last piece; it may be the first half of a CRLF. */
  private pendingReturn = '';
  private name = '';
  private id = '';
  private data: string[] = [];
  private size = 0;

  /** @param limit size of an event in characters; each further line counts as a few more */
  constructor(private readonly limit: number) {}

  /** @throws EventTooLargeError */
  push(text: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    const piece = this.pendingReturn + text;
    this.pendingReturn = piece.endsWith('\r') ? '\r' : '';
    // Each piece is scanned once: an event may arrive in a thousand pieces.
    const [first = '', ...others] = piece
      .slice(0, piece.length - this.pendingReturn.length)
      .split(/\r\n|\n|\r/);
    this.line += first;
    for (const next of others) {
      if (this.line === '') this.endEvent(events);
      else this.readField(this.line);
      this.line = next;
    }
    if (this.line.length + this.size > this.limit) throw new EventTooLargeError(this.limit);
    return events;
  }

  private readField(line: string): void {
    const [, name, value = ''] = /^([^:]*)(?:: ?([^]*))?$/.exec(line) ?? [];
    if (name === 'event') this.name = value;
    if (name === 'id' && !value.includes('\0')) this.id = value;
    if (name !== 'data') return;
    this.size += value.length + (this.data.length > 0 ? lineCost : 0);
    this.data.push(value);
    if (this.size > this.limit) throw new EventTooLargeError(this.limit);
  }

  private endEvent(events: StreamEvent[]): void {
    if (this.data.length > 0) {
      events.push({ name: this.name || 'message', data: this.data.join('\n'), id: this.id });
    }
    this.name = '';
    this.data = [];
    this.size = 0;
  }
}
