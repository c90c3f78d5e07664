import type { FastifyInstance } from 'fastify';
import { loginOf } from '../options/access.options.js';
import type { ServerLogger } from '../log/server-logger.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import { requireLogin } from './login.js';
import { refuseClientWrites } from './read-only.js';

/** Access control for all routes of this Fastify instance and those below it. */
export function controlAccess(
  app: FastifyInstance,
  options: EurekaServerOptions,
  logger: Pick<ServerLogger, 'warn'>,
): void {
  const login = loginOf(options);
  if (login) requireLogin(app, login, logger);
  if (options.readOnly) refuseClientWrites(app);
}
