import { manualClock } from '@eureka-nest/runtime/testing';
import fastify, { type FastifyInstance } from 'fastify';
import { defaultRegistryOptions, type RegistryOptions } from '../../src/core/registry/registry-options.js';
import { Registry } from '../../src/core/registry/registry.js';
import { EurekaServerOptions } from '../../src/options/eureka-server.options.js';
import { RegistryService } from '../../src/service/registry.service.js';
import { serverStatus } from '../../src/http/server-status.js';
import { sendRequest, type RequestSpec, type Reply } from '@eureka-nest/conformance';
import { wirePlugin } from '../../src/server/wire.plugin.js';

const silent = { log: nothing, warn: nothing, error: nothing, debug: nothing };

/** A server on a port with a manual clock. */
export class Stage {
  readonly clock = manualClock(1_795_407_000_000);
  service: RegistryService;
  private app: FastifyInstance | undefined;
  private base = new URL('http://127.0.0.1');

  constructor(private readonly options: Partial<RegistryOptions> = {}) {
    this.service = this.newService();
  }

  async open(): Promise<void> {
    this.app = fastify();
    const status = () =>
      serverStatus(new EurekaServerOptions(), { peers: { all: [] }, startedAt: this.clock(), isReady: true });
    await this.app.register(wirePlugin, { prefix: '/eureka', service: this.service, status });
    this.base = new URL(await this.app.listen({ host: '127.0.0.1', port: 0 }));
  }

  async close(): Promise<void> {
    await this.app?.close();
  }

  async restart(): Promise<void> {
    await this.close();
    this.service = this.newService();
    await this.open();
  }

  ask(path: string, question: RequestSpec): Promise<Reply> {
    return sendRequest(this.base, path, question);
  }

  private newService(): RegistryService {
    const registry = new Registry({ ...defaultRegistryOptions, ...this.options }, this.clock, () => 0);
    return new RegistryService(registry, { clock: this.clock, logger: silent });
  }
}

function nothing(): void {}
