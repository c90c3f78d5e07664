import { connect, type Socket } from 'node:net';

export interface ReadEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** Reads server-sent events over a socket of its own, as they come. */
export class EventReader {
  /** The status line and the headers; empty until they came. */
  head = '';
  /** How often it was shown that the connection is alive. */
  keptAlive = 0;
  /** When the other side has hung up, in whichever way. */
  readonly ended: Promise<void>;
  private readonly events: ReadEvent[] = [];
  private readonly waiting: ((event: ReadEvent) => void)[] = [];
  private rest = '';

  constructor(readonly socket: Socket) {
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (text: string) => this.take(text));
  }

  static open(port: number, path: string, headers: Readonly<Record<string, string>> = {}): EventReader {
    const socket = connect(port, '127.0.0.1');
    const lines = Object.entries({ host: 'x', accept: 'text/event-stream', ...headers });
    socket.write(
      `GET ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    );
    return new EventReader(socket);
  }

  get status(): number {
    return Number(this.head.split(' ')[1]);
  }

  /** The next event, when it comes. */
  next(): Promise<ReadEvent> {
    const event = this.events.shift();
    return event ? Promise.resolve(event) : new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Those that came and were not looked at. */
  unread(): readonly ReadEvent[] {
    return this.events.splice(0);
  }

  close(): void {
    this.socket.destroy();
  }

  private take(text: string): void {
    this.rest += text;
    if (this.head === '') {
      const end = this.rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      this.head = this.rest.slice(0, end);
      this.rest = this.rest.slice(end + 4);
    }
    const blocks = this.rest.split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) {
      if (block.startsWith(':')) this.keptAlive += 1;
      else this.tell(eventIn(block));
    }
  }

  private tell(event: ReadEvent): void {
    const next = this.waiting.shift();
    if (next) next(event);
    else this.events.push(event);
  }
}

function eventIn(block: string): ReadEvent {
  const fields = new Map(
    block.split('\n').map((line) => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
  return { event: fields.get('event') ?? '', id: fields.get('id'), data: fields.get('data') ?? '' };
}
