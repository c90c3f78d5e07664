import type { EurekaClientOptions } from './eureka-client.options.js';

/** Port of the options, for a start without one; a process may offer a secure port only. */
export const registeredPort = ({
  port,
  nonSecurePortEnabled,
  securePort,
}: EurekaClientOptions): number | undefined => port ?? (nonSecurePortEnabled ? undefined : securePort);
