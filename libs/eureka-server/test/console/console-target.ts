import type { ConsoleEvents, ConsoleInstance } from '@eureka-nest/protocol/console';
import { request } from 'node:http';
import type { EurekaServerOptions } from '../../src/options/eureka-server.options.js';
import type { EurekaServerParts } from '../../src/server/eureka-server.js';
import { EventReader } from '../builders/event-reader.js';
import { FeedTarget } from '../builders/feed-target.js';
import { contractFaults } from './console-contract.js';

/** Host of a request, as a browser on the same machine sends it. */
const host = 'localhost';
const MAX_EVENTS = 500;

/** An open console, which checks each event against the contract. */
export class OpenConsole {
  readonly seen: string[] = [];

  constructor(readonly reader: EventReader) {}

  /** The next event of this name; others are checked and skipped. */
  async next<K extends keyof ConsoleEvents>(name: K): Promise<ConsoleEvents[K]> {
    for (let count = 0; count < MAX_EVENTS; count++) {
      const { event, data } = await this.reader.next();
      const value: unknown = JSON.parse(data);
      expect(contractFaults(event, value)).toEqual([]);
      this.seen.push(event);
      if (event === name) return value as ConsoleEvents[K];
    }
    throw new Error(`no event ${name} among ${MAX_EVENTS}`);
  }

  /** The snapshot, after which the stream is live. */
  async snapshot(): Promise<readonly ConsoleInstance[]> {
    const instances: ConsoleInstance[] = [];
    for (let isLast = false; !isLast; ) {
      const part = await this.next('instances');
      instances.push(...part.instances);
      isLast = part.isLast;
    }
    await this.next('activity');
    return instances;
  }
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A server with a port and a console. */
export class ConsoleTarget extends FeedTarget {
  private readonly consoles: EventReader[] = [];

  constructor(options: Partial<EurekaServerOptions> = {}, parts: EurekaServerParts = {}) {
    super(options, parts);
  }

  override async close(): Promise<void> {
    this.consoles.forEach((reader) => reader.close());
    await super.close();
  }

  console(headers: Readonly<Record<string, string>> = {}): OpenConsole {
    const reader = EventReader.open(this.port, '/console/api/events', { host, ...headers });
    this.consoles.push(reader);
    return new OpenConsole(reader);
  }

  /** Sends a request whose headers `fetch` would not let through. */
  send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>> = {},
    body?: string,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, method, path, agent: false };
      const sent = request({ ...options, headers: { host, ...headers } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }
}
