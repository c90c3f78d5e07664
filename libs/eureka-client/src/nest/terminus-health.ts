import type { Health } from '../health-watch.js';

/** What is needed of the HealthCheckService of @nestjs/terminus. */
export interface HealthChecks {
  check(indicators: (() => unknown)[]): Promise<{ readonly status: string }>;
}

/**
 * The health of this process as Terminus finds it: `ok` is UP, all else is DOWN. To be given as `parts.health`.
 *
 * QUIRK(EurekaHealthCheckHandler): Spring makes UNKNOWN of what it does not know; here it is DOWN, for nobody is called then either.
 */
export const terminusHealth =
  (service: HealthChecks, indicators: (() => unknown)[]): Health =>
  async () =>
    // It throws where an indicator is down, and its message says only that: the indicators are named in its answer.
    (
      await service
        .check(indicators)
        .catch((error: unknown) => Promise.reject(new Error(indicatorsIn(error))))
    ).status === 'ok';

function indicatorsIn(error: unknown): string {
  const { response } = error as { response?: { error?: Readonly<Record<string, unknown>> } };
  const names = Object.keys(response?.error ?? {});
  return names.length > 0 ? `down: ${names.join(', ')}` : String(error);
}
