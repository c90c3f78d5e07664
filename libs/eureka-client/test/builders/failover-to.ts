import { manualClock } from '@eureka-nest/runtime/testing';
import type { Clock } from '@eureka-nest/runtime/time';
import type { ClientLogger } from '../../src/log/client-logger.js';
import { Endpoints } from '../../src/transport/endpoints.js';
import { HttpTransport, type TransportOptions } from '../../src/transport/http-transport.js';
import { RegistryFailover } from '../../src/transport/registry-failover.js';

export const transport: TransportOptions = {
  connectMs: 5000,
  responseMs: 5000,
  maxBytes: 1024 * 1024,
  gzip: true,
};

/**
 * Failover over the registries at these URLs, for specs; by default on a clock that stands still.
 */
export function failoverTo(
  urls: readonly string[],
  logger: ClientLogger,
  given: Partial<TransportOptions> = {},
  clock: Clock = manualClock(),
): RegistryFailover {
  const lookUp = { pollMs: 300_000, lookUpMs: 1000 };
  const endpoints = new Endpoints(
    async () => urls,
    async () => [],
    lookUp,
    clock,
  );
  return new RegistryFailover(endpoints, new HttpTransport({ ...transport, ...given }), logger, clock);
}
