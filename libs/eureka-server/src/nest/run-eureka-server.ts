import { fromEnv, exitOnFailure, runApp } from '@eureka-nest/runtime';
import { EurekaServerModule } from './eureka-server.module.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { frameworkErrors } from '../http/error-handler.js';
import { nestLogger } from './nest-logger.js';
import { unreachableWarning } from './unreachable-warning.js';
import { tlsOf } from '../options/access.options.js';

/**
 * Runs a Eureka server as a process of its own. Environment variables win over the given options.
 */
export function runEurekaServer(given: Partial<EurekaServerOptions> = {}): Promise<void> {
  return exitOnFailure(processName(given.port), () =>
    startEurekaServer(
      new EurekaServerOptions({ ...given, ...fromEnv(EurekaServerOptions) }),
      processName(given.port),
    ),
  );
}

/** Runs it with exactly these options: the environment is not read. */
export async function startEurekaServer(
  options: EurekaServerOptions,
  name = processName(options.port),
): Promise<void> {
  const imports = [EurekaServerModule.forRoot(options)];
  await runApp({ name, ...options, tls: tlsOf(options), imports, frameworkErrors });
  const logger = nestLogger('Settings');
  unreachableWarning(options).then(
    (warning) => warning && logger.warn(warning),
    (error: unknown) => logger.error(String(error)),
  );
}

const processName = (port = 8761) => `eureka-${port}`;
