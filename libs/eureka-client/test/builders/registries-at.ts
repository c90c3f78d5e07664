import { manualClock } from '@eureka-nest/runtime/testing';
import type { ClientLogger } from '../../src/log/client-logger.js';
import { Endpoints } from '../../src/transport/endpoints.js';
import { Registries } from '../../src/transport/registry-failover.js';
import { RegistryHttp, type TransportOptions } from '../../src/transport/http-transport.js';
import type { Clock } from '../../src/surroundings.js';

export const transport: TransportOptions = {
  connectMs: 5000,
  answerMs: 5000,
  maxBytes: 1024 * 1024,
  gzip: true,
};

/** The registries at these addresses, for specs; on a clock that stands still unless one is given. */
export function registriesAt(
  urls: readonly string[],
  logger: ClientLogger,
  given: Partial<TransportOptions> = {},
  clock: Clock = manualClock(),
): Registries {
  const lookUp = { pollMs: 300_000, lookUpMs: 1000 };
  const endpoints = new Endpoints(
    async () => urls,
    async () => [],
    lookUp,
    clock,
  );
  return new Registries(endpoints, new RegistryHttp({ ...transport, ...given }), logger, clock);
}
