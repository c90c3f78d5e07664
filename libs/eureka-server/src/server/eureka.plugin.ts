import type { FastifyInstance } from 'fastify';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import { EurekaServer, type EurekaServerParts } from './eureka-server.js';

/** Fastify takes `prefix` and `logLevel` for itself. */
export interface EurekaPluginOptions
  extends Omit<Partial<EurekaServerOptions>, 'logLevel'>,
    Pick<EurekaServerParts, 'loggerFor'> {
  readonly prefix?: string;
}

/**
 * An {@link EurekaServer} on any Fastify: `fastify.register(eureka, { peers: [...] })`. It starts
 * and stops with its host.
 */
export async function eureka(
  fastify: FastifyInstance,
  { prefix: _fastifys, loggerFor, ...options }: EurekaPluginOptions,
): Promise<void> {
  const server = new EurekaServer(options, { loggerFor });
  server.mount(fastify);
  fastify.addHook('onReady', async () => server.start());
  fastify.addHook('preClose', () => server.stop());
}
