import { fromEnv, exitOnFailure, runApp } from '@eureka-nest/runtime';
import { EurekaServerModule } from './eureka-server.module.js';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { tlsOf } from '../options/access.options.js';

/** Everything that one Eureka server process is: an app adds nothing but options. The environment wins over them. */
export function runEurekaServer(given: Partial<EurekaServerOptions> = {}): Promise<void> {
  return exitOnFailure(nameOf(given.port), () =>
    startEurekaServer(
      new EurekaServerOptions({ ...given, ...fromEnv(EurekaServerOptions) }),
      nameOf(given.port),
    ),
  );
}

/** Starts the process with exactly these options. */
export async function startEurekaServer(
  options: EurekaServerOptions,
  name = nameOf(options.port),
): Promise<void> {
  const imports = [EurekaServerModule.forRoot(options)];
  await runApp({ name, ...options, tls: tlsOf(options), imports });
}

const nameOf = (port = 8761) => `eureka-${port}`;
