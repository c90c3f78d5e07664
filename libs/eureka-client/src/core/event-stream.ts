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
  private rest = '';
  private name = '';
  private id = '';
  private data: string[] = [];
  private size = 0;

  constructor(private readonly limit: number) {}

  /** @throws EventTooLargeError */
  push(text: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    // A carriage return at the end may be half of an end of line.
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    if (this.rest.length + this.size > this.limit) throw new EventTooLargeError(this.limit);
    for (const line of lines) {
      if (line === '') this.end(events);
      else this.field(line);
    }
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
