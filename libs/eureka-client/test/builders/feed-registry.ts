import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry of which only the changes can be followed; it tells what a spec says. */
export class FeedRegistry {
  readonly asked: IncomingMessage[] = [];
  /** How it begins to answer; a spec may answer otherwise. */
  answer = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(':\n\n');
  };
  private followers: ServerResponse[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      this.asked.push(request);
      this.followers.push(response);
      this.answer(response);
      this.server.emit('asked');
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

  /** The request that makes it so many. */
  async isAsked(times: number): Promise<IncomingMessage> {
    while (this.asked.length < times) await once(this.server, 'asked');
    return this.asked[times - 1] as IncomingMessage;
  }

  tell(name: string, data: unknown, id?: string): void {
    this.say(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
  }

  /** As it stands, whatever that is. */
  say(bytes: string): void {
    this.followers.at(-1)?.write(bytes);
  }

  hangUp(): void {
    this.followers.at(-1)?.destroy();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
