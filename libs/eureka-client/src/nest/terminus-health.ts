import type { Health } from '../registration/health-watch.js';

/** Subset of the HealthCheckService of @nestjs/terminus. */
export interface HealthChecks {
  // The parameter is only passed on, so its type stays with Terminus.
  check(indicators: never): Promise<{ readonly status: string }>;
}

/**
 * Health check by Terminus, for `parts.health`: `ok` is UP, everything else is DOWN.
 *
 * QUIRK(EurekaHealthCheckHandler): Spring maps an unknown result to UNKNOWN. Here it is DOWN:
 * neither is called.
 */
export const terminusHealth =
  (service: HealthChecks, indicators: (() => unknown)[]): Health =>
  async () => {
    try {
      return (await service.check(indicators as never)).status === 'ok';
    } catch (error) {
      // The message says only that an indicator is down; the response names it.
      throw new Error(failedIndicators(error), { cause: error });
    }
  };

function failedIndicators(error: unknown): string {
  const { response } = error as { response?: { error?: Readonly<Record<string, unknown>> } };
  const names = Object.keys(response?.error ?? {});
  return names.length > 0 ? `down: ${names.join(', ')}` : String(error);
}
