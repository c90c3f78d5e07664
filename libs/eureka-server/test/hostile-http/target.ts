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
import { EurekaServer } from '../../src/server/eureka-server.js';
import { EurekaServerModule } from '../../src/nest/eureka-server.module.js';
import type { EurekaServerOptions } from '../../src/options/eureka-server.options.js';
import { good } from './bytes.js';
import { Log } from './log.js';
import type { Sent } from './row.js';

const now = 1_795_500_000_000;
/** No test takes as long: nobody is evicted. */
const never = 2_147_483_647;
/** Longer than a change stays in the delta. */
const anHour = 3_600_000;

/** A whole server on a port, as the process has it, with one instance registered. */
export class Target {
  readonly log = new Log();
  readonly server: EurekaServer;
  /** While it stands still, the same question gets the same bytes. */
  private readonly clock = manualClock(now);
  private app: NestFastifyApplication | undefined;
  private untouched = '';

  constructor(given: Partial<EurekaServerOptions> = {}) {
    this.server = new EurekaServer(
      { port: 0, evictionIntervalMs: never, ...given },
      { clock: this.clock, random: () => 0, loggerFor: () => this.log },
    );
  }

  get port(): number {
    return listeningPort(this.host.getHttpServer());
  }

  get host(): NestFastifyApplication {
    if (!this.app) throw new Error('it is not open yet');
    return this.app;
  }

  async open(): Promise<void> {
    const provider = { provide: EurekaServer, useValue: this.server };
    const imports = [{ module: EurekaServerModule, providers: [provider] }];
    this.app = await createApp({ name: 'target', imports, port: 0, host: '127.0.0.1', logLevel: 'error' });
    this.app.useLogger(this.log);
    await this.app.listen(0, '127.0.0.1');
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(encodeInstanceDocument(good));
    await fetch(this.url(`apps/${good.app}`), { method: 'POST', headers, body });
    this.untouched = await this.holdings();
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

  /** Sends over a connection of its own; what came back until the other side closed it. */
  async send(sent: Sent): Promise<string> {
    let answer = '';
    for (const bytes of typeof sent === 'function' ? [sent()] : [sent].flat()) {
      const socket = this.connect();
      socket.write(bytes);
      answer = await answerOn(socket);
    }
    return answer;
  }

  /** Whether the server is as it was before: it answers, and holds what it held. */
  async isUntouched(): Promise<boolean> {
    return (await this.holdings()) === this.untouched;
  }

  /** Reads all there is in every form, as clients, peers and people do; fails where one of them could not. */
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

  /** Takes out whoever was let in since. */
  dismissGuests(): void {
    const { registry, service } = this.server;
    for (const { instances } of registry.reads.applications().applications) {
      for (const instance of instances) {
        if (instance.app !== good.app) service.cancel(instance.app, idOf(instance), 'client');
      }
    }
  }

  /** Lets so much time go by that the delta is empty again. */
  forget(): void {
    this.clock.advance(anHour);
    this.server.registry.sweepChanges();
  }

  private async read(path: string, format: 'json' | 'xml' | 'html'): Promise<string> {
    const answer = await fetch(this.url(path), {
      headers: { accept: `application/${format}, text/${format}` },
    });
    if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`);
    return answer.text();
  }

  private holdings(): Promise<string> {
    return this.read('apps', 'json');
  }
}

/** What comes over a connection until it is closed, by whichever side and in whichever way. */
export function answerOn(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part)).on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', () => resolve(Buffer.concat(parts).toString())));
}
