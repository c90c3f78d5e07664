import { connect, type Socket } from 'node:net';

export interface ReadEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** Reads server-sent events from a socket. */
export class EventReader {
  /** Status line and headers; empty until they have arrived. */
  head = '';
  /** Number of keep-alives received. */
  keepAlives = 0;
  /** Resolves when the connection is closed. */
  readonly ended: Promise<void>;
  private readonly events: ReadEvent[] = [];
  private readonly readers: ((event: ReadEvent) => void)[] = [];
  private rest = '';

  constructor(readonly socket: Socket) {
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (text: string) => this.receive(text));
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

  /** Next event; waits for it. */
  next(): Promise<ReadEvent> {
    const event = this.events.shift();
    return event ? Promise.resolve(event) : new Promise((resolve) => this.readers.push(resolve));
  }

  /** Events that arrived and were not read. */
  unread(): readonly ReadEvent[] {
    return this.events.splice(0);
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(text: string): void {
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
      if (block.startsWith(':')) this.keepAlives += 1;
      else this.deliver(parseEvent(block));
    }
  }

  private deliver(event: ReadEvent): void {
    const next = this.readers.shift();
    if (next) next(event);
    else this.events.push(event);
  }
}

function parseEvent(block: string): ReadEvent {
  const fields = new Map(
    block.split('\n').map((line) => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
  return { event: fields.get('event') ?? '', id: fields.get('id'), data: fields.get('data') ?? '' };
}
