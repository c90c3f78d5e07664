import type { FastifyInstance } from 'fastify';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';
import { loginOf } from '../options/access.options.js';
import type { ServerLogger } from '../log/server-logger.js';
import { requireLogin } from './login.js';
import { refuseClientWrites } from './read-only.js';

/** Who may do what with all that is registered on this Fastify instance, or below it. */
export function controlAccess(
  app: FastifyInstance,
  options: EurekaServerOptions,
  logger: Pick<ServerLogger, 'warn'>,
): void {
  const login = loginOf(options);
  if (login) requireLogin(app, login, logger);
  if (options.readOnly) refuseClientWrites(app);
}
