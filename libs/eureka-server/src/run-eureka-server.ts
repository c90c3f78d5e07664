import { fromEnv, orExplain, runApp } from '@eureka-nest/runtime';
import { EurekaServerModule } from './eureka-server.module.js';
import { EurekaServerOptions } from './eureka-server.options.js';

/** Everything that one Eureka server process is: an app adds nothing but options. The environment wins over them. */
export function runEurekaServer(given: Partial<EurekaServerOptions> = {}): Promise<void> {
  const name = `eureka-${given.port ?? 8761}`;
  return orExplain(name, () => {
    const options = new EurekaServerOptions({ ...given, ...fromEnv(EurekaServerOptions) });
    return runApp({ name, ...options, imports: [EurekaServerModule.forRoot(options)] });
  });
}
