import {
  decodeApplicationsDocument,
  decodeApplicationsXml,
  decodeInstanceDocument,
  encodeInstanceDocument,
  idOf,
} from '@eureka-nest/protocol';
import { createApp, listeningPort } from '@eureka-nest/runtime';
import { manualClock } from '@eureka-nest/runtime/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connect, type Socket } from 'node:net';
import { frameworkErrors } from '../../src/http/error-handler.js';
import { EurekaServer } from '../../src/server/eureka-server.js';
import { EurekaServerModule } from '../../src/nest/eureka-server.module.js';
import type { EurekaServerOptions } from '../../src/options/eureka-server.options.js';
import { good } from './bytes.js';
import { RefusalLog } from './refusal-log.js';
import type { Sent } from './row.js';

const now = 1_795_500_000_000;
/** Longer than any test: no eviction. */
const NEVER_MS = 2_147_483_647;
/** Longer than a change stays in the delta. */
const ONE_HOUR_MS = 3_600_000;

/** A whole server on a port, as in production, with one instance registered. */
export class Target {
  readonly log = new RefusalLog();
  readonly server: EurekaServer;
  /** A stopped clock: equal requests get equal bytes. */
  private readonly clock = manualClock(now);
  private app: NestFastifyApplication | undefined;
  private appsBefore = '';

  constructor(given: Partial<EurekaServerOptions> = {}) {
    this.server = new EurekaServer(
      { port: 0, evictionIntervalMs: NEVER_MS, ...given },
      { clock: this.clock, random: () => 0, loggerFor: () => this.log },
    );
  }

  get port(): number {
    return listeningPort(this.host.getHttpServer());
  }

  get host(): NestFastifyApplication {
    if (!this.app) throw new Error('the target is not open');
    return this.app;
  }

  async open(): Promise<void> {
    const provider = { provide: EurekaServer, useValue: this.server };
    const imports = [{ module: EurekaServerModule, providers: [provider] }];
    const where = { port: 0, host: '127.0.0.1' };
    this.app = await createApp({ name: 'target', imports, ...where, logLevel: 'error', frameworkErrors });
    this.app.useLogger(this.log);
    await this.app.listen(0, '127.0.0.1');
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(encodeInstanceDocument(good));
    await fetch(this.url(`apps/${good.app}`), { method: 'POST', headers, body });
    this.appsBefore = await this.appsDocument();
  }

  async close(): Promise<void> {
    await this.app?.close();
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}/eureka/${path}`;
  }

  connect(): Socket {
    return connect(this.port, '127.0.0.1');
  }

  /** Sends over a new connection, and reads until the server closes it. */
  async send(sent: Sent): Promise<string> {
    let received = '';
    for (const bytes of typeof sent === 'function' ? [sent()] : [sent].flat()) {
      const socket = this.connect();
      socket.write(bytes);
      received = await readUntilClosed(socket);
    }
    return received;
  }

  /** True if the server responds and lists exactly what it listed at first. */
  async isUntouched(): Promise<boolean> {
    return (await this.appsDocument()) === this.appsBefore;
  }

  /**
   * Reads everything in every form, as clients, peers and browsers do; throws if one of them could
   * not.
   */
  async isReadable(): Promise<void> {
    for (const path of ['apps', 'apps/delta']) {
      decodeApplicationsDocument(JSON.parse(await this.read(path, 'json')), now);
      decodeApplicationsXml(await this.read(path, 'xml'), now);
    }
    for (const { instances } of this.server.registry.reads.applications().applications) {
      for (const instance of instances) {
        const path = `apps/${encodeURIComponent(instance.app)}/${encodeURIComponent(idOf(instance))}`;
        const shown = decodeInstanceDocument(JSON.parse(await this.read(path, 'json')), now);
        if (idOf(shown) !== idOf(instance)) throw new Error(`${path} shows ${idOf(shown)}`);
      }
    }
    for (const page of ['../', '../lastn']) await this.read(page, 'html');
  }

  /** Cancels every instance registered by hostile requests. */
  removeGuests(): void {
    const { registry, service } = this.server;
    for (const { instances } of registry.reads.applications().applications) {
      for (const instance of instances) {
        if (instance.app !== good.app) service.cancel(instance.app, idOf(instance), 'client');
      }
    }
  }

  /** Advances the clock until the delta is empty. */
  emptyDelta(): void {
    this.clock.advance(ONE_HOUR_MS);
    this.server.registry.sweepChanges();
  }

  private async read(path: string, format: 'json' | 'xml' | 'html'): Promise<string> {
    const response = await fetch(this.url(path), {
      headers: { accept: `application/${format}, text/${format}` },
    });
    if (response.status !== 200) throw new Error(`${path}: status ${response.status}`);
    return response.text();
  }

  private appsDocument(): Promise<string> {
    return this.read('apps', 'json');
  }
}

/** Reads a connection until either side closes it. */
export function readUntilClosed(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part)).on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', () => resolve(Buffer.concat(parts).toString())));
}
