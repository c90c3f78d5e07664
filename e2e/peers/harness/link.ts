import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** One forwarded request with its response. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** Bodies parsed as JSON; undefined if there is none. */
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseBody: unknown;
}

/**
 * HTTP proxy by which peers reach one server: records all exchanges, and can be cut and repaired.
 */
export class Link {
  readonly exchanges: Exchange[] = [];
  private readonly server: Server;

  private constructor(
    private readonly port: number,
    private readonly target: number,
  ) {
    this.server = createServer((incoming, outgoing) => void this.pass(incoming, outgoing));
    // The server does not keep the test process alive.
    this.server.unref();
  }

  /** Opens the link, whether or not the server is up. */
  static async through(port: number, target: number): Promise<Link> {
    const link = new Link(port, target);
    await link.mend();
    return link;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/eureka/`;
  }

  /** Opens the link again, unless it is open. */
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

  /** Closes the link: new connections are refused, and open ones are closed. */
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
      const requestBody = await bodyOf(incoming);
      const response = await this.forward(incoming, requestBody);
      const responseBody = await bodyOf(response);
      const status = response.statusCode ?? 0;
      this.exchanges.push({
        method: String(incoming.method),
        path: String(incoming.url),
        requestBody: jsonIn(requestBody),
        status,
        responseBody: jsonIn(responseBody),
      });
      outgoing.writeHead(status, withLength(response.headers, responseBody)).end(responseBody);
    } catch {
      // The peer gets no response if the server sends none.
      outgoing.destroy();
    }
  }

  private forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const to = { host: '127.0.0.1', port: this.target, path: url, method, agent: false };
      const sent = request({ ...to, headers: withLength(headers, body) }, resolve);
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Headers for a body that is forwarded in one piece, on a connection of its own. */
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
