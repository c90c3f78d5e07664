import { encodeInstanceDocument } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import fastify, { type FastifyInstance } from 'fastify';
import { Registry } from '../../src/core/registry/registry.js';
import { defaultRegistryOptions } from '../../src/core/registry/registry-options.js';
import { RegistryService } from '../../src/service/registry.service.js';
import { wirePlugin } from '../../src/server/wire.plugin.js';

export const payment = anInstance({ port: 8001 });
export const at = '/eureka/apps/CLOUD-PAYMENT-SERVICE/payment8001';
export const json = { 'content-type': 'application/json' };
export const stamp = payment.lastDirtyTimestamp;

const nothing = () => undefined;
const quiet = { log: nothing, warn: nothing, error: nothing, debug: nothing };

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD' | 'PATCH' | 'OPTIONS';

/** The registry API on a Fastify without a socket, with an empty registry. */
export class BareWire {
  app!: FastifyInstance;
  service!: RegistryService;

  async open(): Promise<void> {
    const clock = manualClock();
    const registry = new Registry(defaultRegistryOptions, clock, () => 0);
    this.service = new RegistryService(registry, { clock, logger: quiet });
    this.app = fastify();
    await this.app.register(wirePlugin, { prefix: '/eureka', service: this.service });
  }

  close(): Promise<void> {
    return this.app.close();
  }

  readonly send = (method: Method, url: string, headers = {}, payload?: string | Buffer) =>
    this.app.inject({ method, url, headers: { accept: 'application/json', ...headers }, payload });

  readonly register = (instance = payment, headers = {}) =>
    this.send(
      'POST',
      `/eureka/apps/${instance.app}`,
      { ...json, ...headers },
      JSON.stringify(encodeInstanceDocument(instance)),
    );
}
