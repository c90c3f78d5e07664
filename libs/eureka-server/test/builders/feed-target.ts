import { idOf, type InstanceInfo } from '@eureka-nest/protocol';
import { manualClock } from '@eureka-nest/runtime/testing';
import fastify, { type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { consoleLogger } from '../../src/log/console-logger.js';
import { EurekaServer, type EurekaServerParts } from '../../src/server/eureka-server.js';
import type { EurekaServerOptions } from '../../src/options/eureka-server.options.js';
import { EventReader } from './event-reader.js';

/** A server on a port, with a stopped clock and real sockets, whose change feed is read. */
export class FeedTarget {
  readonly clock = manualClock();
  readonly server: EurekaServer;
  readonly app: FastifyInstance = fastify({ return503OnClosing: false });
  private readonly readers: EventReader[] = [];

  constructor(options: Partial<EurekaServerOptions> = {}, parts: EurekaServerParts = {}) {
    this.server = new EurekaServer(options, {
      clock: this.clock,
      random: () => 0,
      loggerFor: consoleLogger('error'),
      ...parts,
    });
  }

  async open(port = 0): Promise<this> {
    this.server.mount(this.app);
    await this.app.listen({ port, host: '127.0.0.1' });
    return this;
  }

  async close(): Promise<void> {
    this.readers.forEach((reader) => reader.close());
    // A server without instances does not wait for clients to cancel.
    const { registry } = this.server;
    const { applications } = registry.reads.applications();
    for (const { app, id } of applications.flatMap(({ instances }) => instances.map(instanceKey))) {
      registry.cancel(app, id);
    }
    await this.server.stop();
    await this.app.close();
  }

  get port(): number {
    return (this.app.server.address() as AddressInfo).port;
  }

  follow(query = '', headers: Readonly<Record<string, string>> = {}): EventReader {
    const reader = EventReader.open(this.port, `/eureka/changes${query}`, headers);
    this.readers.push(reader);
    return reader;
  }

  /** Opens the feed and reads its first event. */
  async openFeed(query = '', headers: Readonly<Record<string, string>> = {}): Promise<EventReader> {
    const reader = this.follow(query, headers);
    await reader.next();
    return reader;
  }

  register(...instances: readonly InstanceInfo[]): void {
    for (const instance of instances) this.server.service.register(instance, 'client');
  }
}

const instanceKey = (instance: InstanceInfo) => ({ app: instance.app, id: idOf(instance) });
