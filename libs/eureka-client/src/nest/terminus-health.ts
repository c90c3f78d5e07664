import type { Health } from '../registration/health-watch.js';

/** What is needed of the HealthCheckService of @nestjs/terminus. */
export interface HealthChecks {
  // What it takes is for it to say; it is only passed on.
  check(indicators: never): Promise<{ readonly status: string }>;
}

/**
 * The health of this process as Terminus finds it: `ok` is UP, all else is DOWN. To be given as `parts.health`.
 *
 * QUIRK(EurekaHealthCheckHandler): Spring makes UNKNOWN of what it does not know; here it is DOWN, for nobody is called then either.
 */
export const terminusHealth =
  (service: HealthChecks, indicators: (() => unknown)[]): Health =>
  async () => {
    try {
      return (await service.check(indicators as never)).status === 'ok';
    } catch (error) {
      // Its message says only that something is down; what is stands in its answer.
      throw new Error(indicatorsIn(error), { cause: error });
    }
  };

function indicatorsIn(error: unknown): string {
  const { response } = error as { response?: { error?: Readonly<Record<string, unknown>> } };
  const names = Object.keys(response?.error ?? {});
  return names.length > 0 ? `down: ${names.join(', ')}` : String(error);
}
