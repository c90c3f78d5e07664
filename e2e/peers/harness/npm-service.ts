import { join } from 'node:path';
import { cached } from './cached.js';
import { Program } from '../../harness/program.js';

/**
 * A service on one of the published clients, registered at the first available registry.
 */
export const npmService = (
  packageName: string,
  app: string,
  port: number,
  bases: readonly string[],
): Program =>
  new Program(packageName, process.execPath, [
    join(__dirname, 'npm-service-main.mjs'),
    cached('npm', 'node_modules', packageName),
    app,
    String(port),
    ...bases.map((each) => `${each}/eureka/apps/`),
  ]);
