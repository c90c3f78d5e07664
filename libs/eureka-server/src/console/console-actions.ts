import { findUnsafeMetadata } from '@eureka-nest/protocol';
import type { ConsoleAction, ConsoleActionResult, ConsoleFailureCode } from '@eureka-nest/protocol/console';
import type { RegistryEntry } from '../core/registry/registry-entry.js';
import { unsafeFieldMessage } from '../http/error-handler.js';
import type { ServerLogger } from '../log/server-logger.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import { oneLine } from '../service/log-format.js';
import type { RegistryService } from '../service/registry.service.js';
import type { ActivityLog } from './activity-log.js';
import { partsOfKey } from './instance-view.js';

interface ActionParts {
  readonly service: RegistryService;
  readonly activity: ActivityLog;
  readonly options: Pick<EurekaServerOptions, 'refuseHarmfulRegistrations'>;
  readonly logger: Pick<ServerLogger, 'log' | 'warn'>;
}

/** Status code and body of the response. */
interface Outcome {
  readonly status: number;
  readonly result: ConsoleActionResult;
}

const done: Record<ConsoleAction['action'], string> = {
  'out-of-service': 'taken out of service',
  'in-service': 'back in service',
  remove: 'removed',
  metadata: 'metadata changed',
};

/**
 * Applies the actions of operators by the calls of the registry's REST resources, so that they
 * replicate as those do. Each is logged, and listed among the activities with its result.
 */
export class ConsoleActions {
  constructor(private readonly parts: ActionParts) {}

  run(action: ConsoleAction, by: string): Outcome {
    const { service, activity, logger } = this.parts;
    const found = findByKey(service, action);
    const refusal = found ? this.refusal(action, found) : noInstance;
    if (found && refusal === undefined) activity.as(by, () => this.apply(action, found));
    const message = refusal?.message ?? done[action.action];
    activity.action(action.key, by, { action: action.action }, message);
    const line = oneLine(`console: ${action.action} ${action.key} by ${by}: ${message}`);
    if (refusal === undefined) logger.log(line);
    else logger.warn(line);
    const status = refusal === undefined ? 200 : found ? 400 : 404;
    return { status, result: { ok: refusal === undefined, message, ...(refusal && { code: refusal.code }) } };
  }

  private apply(action: ConsoleAction, { app, id, ownStatus }: RegistryEntry): void {
    const { service } = this.parts;
    switch (action.action) {
      case 'out-of-service':
        return void service.setStatus(app, id, 'OUT_OF_SERVICE', { from: 'client' });
      case 'in-service':
        // Not UNKNOWN, with which clients would not see the instance until its next heartbeat.
        return void service.removeOverride(app, id, ownStatus ?? 'UP', { from: 'client' });
      case 'remove':
        return void service.cancel(app, id, 'client');
      case 'metadata':
        return void service.putMetadata(app, id, Object.entries(action.metadata));
    }
  }

  private refusal(action: ConsoleAction, { id, listed }: RegistryEntry): Refusal | undefined {
    if (action.action === 'in-service' && !this.parts.service.registry.reads.overrideOf(id)) {
      return { code: 'no-override', message: `it has no override; ${listed.status} is its own status` };
    }
    if (action.action !== 'metadata' || !this.parts.options.refuseHarmfulRegistrations) return undefined;
    const unsafe = findUnsafeMetadata(action.metadata, listed.metadata);
    return unsafe && { code: 'unsafe-metadata', message: unsafeFieldMessage(unsafe) };
  }
}

interface Refusal {
  readonly code: ConsoleFailureCode;
  readonly message: string;
}

const noInstance: Refusal = { code: 'no-instance', message: 'there is no such instance' };

/** An instance that has expired is found for its removal alone, as with REST. */
function findByKey(
  { registry: { reads } }: RegistryService,
  { action, key }: ConsoleAction,
): RegistryEntry | undefined {
  const { app, id } = partsOfKey(key);
  return action === 'remove' || reads.find(app, id) ? reads.entry(app, id) : undefined;
}
