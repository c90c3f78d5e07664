import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** One request that passed, and what became of it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** Both bodies, read as JSON; undefined where there is none. */
  readonly asked: unknown;
  readonly status: number;
  readonly answered: unknown;
}

/** The way by which peers reach one server: hears all that passes, changes nothing, and can be cut and mended. */
export class Link {
  readonly exchanges: Exchange[] = [];
  private readonly server: Server;

  private constructor(
    private readonly port: number,
    private readonly target: number,
  ) {
    this.server = createServer((incoming, outgoing) => void this.pass(incoming, outgoing));
    // One that was forgotten keeps nobody waiting.
    this.server.unref();
  }

  /** Open at once, whether or not somebody listens at the other end. */
  static async through(port: number, target: number): Promise<Link> {
    const link = new Link(port, target);
    await link.mend();
    return link;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/eureka/`;
  }

  /** Nothing to do where it is open. */
  mend(): Promise<void> {
    if (!this.isCut) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.port, '127.0.0.1', () => {
        this.server.off('error', reject);
        resolve();
      });
    });
  }

  /** Whoever comes is refused, whoever is here is thrown out. */
  cut(): Promise<void> {
    if (this.isCut) return Promise.resolve();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private get isCut(): boolean {
    return !this.server.listening;
  }

  private async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const asked = await wholeOf(incoming);
      const answer = await this.askTarget(incoming, asked);
      const body = await wholeOf(answer);
      const status = answer.statusCode ?? 0;
      this.exchanges.push({
        method: String(incoming.method),
        path: String(incoming.url),
        asked: jsonIn(asked),
        status,
        answered: jsonIn(body),
      });
      outgoing.writeHead(status, withLength(answer.headers, body)).end(body);
    } catch {
      // What the server does not answer its peer gets no answer to.
      outgoing.destroy();
    }
  }

  private askTarget({ method, url, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const to = { host: '127.0.0.1', port: this.target, path: url, method, agent: false };
      const asked = request({ ...to, headers: withLength(headers, body) }, resolve);
      asked.on('error', reject);
      asked.end(body);
    });
  }
}

async function wholeOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The body goes on in one piece, on a connection of its own. */
function withLength(headers: IncomingMessage['headers'], body: Buffer): IncomingMessage['headers'] {
  const { connection: _connection, 'transfer-encoding': chunked, ...kept } = headers;
  return { ...kept, ...(chunked !== undefined && { 'content-length': String(body.length) }) };
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
