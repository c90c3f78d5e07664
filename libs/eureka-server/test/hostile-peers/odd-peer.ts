import fastify, { type FastifyInstance } from 'fastify';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { nestLogger } from '../../src/nest/nest-logger.js';
import { EurekaServer } from '../../src/server/eureka-server.js';
import type { EurekaServerOptions } from '../../src/options/eureka-server.options.js';

/** Replaces a response; undefined lets the server respond correctly. */
export type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Real server that misbehaves until it is {@link heal}ed. */
export class OddPeer extends EventEmitter {
  readonly server: EurekaServer;
  requestCount = 0;
  url = '';
  private readonly host: FastifyInstance;
  private misbehave: Misbehaviour | undefined;

  constructor(misbehave?: Misbehaviour, options: Partial<EurekaServerOptions> = {}) {
    super();
    this.setMaxListeners(0);
    this.misbehave = misbehave;
    this.server = new EurekaServer({ port: 0, ...options }, { loggerFor: nestLogger });
    this.host = fastify({
      forceCloseConnections: true,
      serverFactory: (answer) =>
        createServer((request, response) => {
          this.requestCount += 1;
          response.once('close', () => this.emit('asked'));
          if (this.misbehave?.(request, response) === undefined) answer(request, response);
        }).on('connection', (socket) => socket.on('error', () => undefined)),
    });
    this.server.mount(this.host);
  }

  async open(): Promise<void> {
    this.url = `${await this.host.listen({ host: '127.0.0.1', port: 0 })}/eureka/`;
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.host.close();
  }

  /** Ends the misbehaviour and joins the cluster of `peer`. */
  heal(peer: OddPeer): void {
    this.misbehave = undefined;
    this.server.peers.update([{ url: peer.url }]);
    this.server.start();
  }

  async requested(times: number): Promise<void> {
    for (const wanted = this.requestCount + times; this.requestCount < wanted; ) await once(this, 'asked');
  }

  /** Waits until its registry lists `count` instances; every change comes with some request. */
  async holds(count: number, asked: EventEmitter = this): Promise<void> {
    while (this.server.registry.reads.size < count) await once(asked, 'asked');
  }
}
