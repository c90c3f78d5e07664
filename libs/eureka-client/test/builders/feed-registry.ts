import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Registry with nothing but a change feed, which sends the events of a spec. */
export class FeedRegistry {
  readonly requests: IncomingMessage[] = [];
  /** Response to a request; a spec may replace it. */
  respond = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(':\n\n');
  };
  private readers: ServerResponse[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      this.requests.push(request);
      this.readers.push(response);
      this.respond(response);
      this.server.emit('received');
    });
  }

  static async start(): Promise<FeedRegistry> {
    const registry = new FeedRegistry();
    registry.server.listen(0, '127.0.0.1');
    await once(registry.server, 'listening');
    return registry;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/eureka/`;
  }

  /** Resolves with the nth request. */
  async receives(times: number): Promise<IncomingMessage> {
    while (this.requests.length < times) await once(this.server, 'received');
    return this.requests[times - 1] as IncomingMessage;
  }

  sendEvent(name: string, data: unknown, id?: string): void {
    this.sendRaw(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  }

  /** Writes bytes to the current reader as they are. */
  sendRaw(bytes: string): void {
    this.readers.at(-1)?.write(bytes);
  }

  closeConnection(): void {
    this.readers.at(-1)?.destroy();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
