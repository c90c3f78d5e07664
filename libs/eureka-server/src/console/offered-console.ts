import type { FastifyInstance } from 'fastify';
import type { ActivityLog } from './activity-log.js';
import { ConsoleActions } from './console-actions.js';
import { ConsoleAssets } from './console-assets.js';
import { consolePlugin } from './console.plugin.js';
import { ConsoleStream, type ConsoleStreamParts } from './console-stream.js';
import { FollowedConsumers } from './followed-consumers.js';
import { OperatorAccess } from './operator-access.js';
import type { ServerLogger } from '../log/server-logger.js';

interface OfferedConsoleParts extends Omit<ConsoleStreamParts, 'consumers' | 'logger'> {
  readonly activity: ActivityLog;
  /** Id of this process. */
  readonly node: string;
  readonly startedAt: number;
  readonly logger: Pick<ServerLogger, 'log' | 'warn' | 'error'>;
}

/** Console of a server. */
export interface OfferedConsole {
  mount(app: FastifyInstance): void;
  /** Disconnects all who look, and gives up a comparison that runs. */
  close(): void;
}

export function createConsole(parts: OfferedConsoleParts): OfferedConsole {
  const { service, peers, activity, liveness, options, node, startedAt, logger } = parts;
  const { consoleFollowCallsAnyAddress: anyAddress } = options;
  const consumers = new FollowedConsumers({ registry: service.registry.reads, liveness, anyAddress, logger });
  const stream = new ConsoleStream({
    ...parts,
    ...(options.consoleFollowCalls && { consumers }),
  });
  const stopping = new AbortController();
  const pluginParts = {
    ...{ service, peers, options, stream, stopping: stopping.signal },
    assets: new ConsoleAssets(),
    access: new OperatorAccess(options),
    actions: new ConsoleActions({ service, activity, options, logger }),
    hello: { node, startedAt, options, activity },
  };
  return {
    mount: (app) => void app.register(consolePlugin, pluginParts),
    close: () => {
      stopping.abort();
      stream.close();
    },
  };
}
